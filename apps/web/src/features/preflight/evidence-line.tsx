import { countOf, formatMs, RelativeTime } from '@godwit/ui';
import type { PreflightDetail } from '../../api/types.ts';

/** What the verdict rests on, and how old it is. */
export function EvidenceLine({ preflight }: { preflight: PreflightDetail }) {
  const { evidence, verdict, source, destination, by } = preflight;
  return (
    <p className="text-sm text-ink-2">
      Evidence: facts of {source.name} read <RelativeTime iso={evidence.factsReadAt} />
      {destination && evidence.destinationReadAt ? (
        <>
          , of {destination.name} <RelativeTime iso={evidence.destinationReadAt} />
        </>
      ) : null}
      {' · '}
      {countOf(verdict.facts.processes, 'process', 'processes')}, {countOf(verdict.facts.fds, 'open file')}, read in{' '}
      {formatMs(verdict.facts.durationMs)}
      {' · '}asked by {by}
    </p>
  );
}
