import type { FilesView } from '@godwit/domain/history';
import { countOf, formatBytes } from '@godwit/ui';

type Round = NonNullable<FilesView['ahead']>;

const share = ({ bytes, expectedBytes }: Round): number =>
  expectedBytes === 0 ? 100 : Math.min(100, Math.round((bytes / expectedBytes) * 100));

function RoundLine({ title, round }: { title: string; round: Round }) {
  return (
    <div>
      <dt className="flex justify-between gap-3 text-sm">
        <span>{title}</span>
        <span className="tabular-nums">
          {formatBytes(round.sentBytes)} sent{' '}
          <span className="text-xs text-ink-3">
            of {formatBytes(round.bytes)}, {countOf(round.files, 'file')}
          </span>
        </span>
      </dt>
      <dd aria-hidden className="mt-1 h-1.5 overflow-hidden rounded-sm bg-sunken">
        <div className="h-full rounded-sm bg-ice-line" style={{ width: `${share(round)}%` }} />
      </dd>
    </div>
  );
}

/** How far the files are: ahead of the freeze, and what had to be sent once more while everything stood still. */
export function FilesProgress({ files }: { files: FilesView }) {
  return (
    <section aria-label="Files that travel" className="border-t border-line pt-3">
      <h3 className="mb-2 text-sm font-medium">Files that travel</h3>
      <dl className="space-y-2">
        {files.ahead ? <RoundLine title="Copied ahead" round={files.ahead} /> : null}
        {files.frozen ? <RoundLine title="While frozen" round={files.frozen} /> : null}
      </dl>
    </section>
  );
}
