import { formatBytes } from '@godwit/ui';
import type { RunDetail } from '../../api/types.ts';

const parts = { prepare: 'preparing', dump: 'dump and sending', restore: 'building the copy' } as const;

/** What was chosen in the plan of a move, where something was. */
export function ChosenNote({ controls }: Pick<RunDetail, 'controls'>) {
  const { bandwidthBytesPerSecond, deadlineSeconds = {} } = controls ?? {};
  const deadlines = (Object.keys(parts) as (keyof typeof parts)[]).flatMap((part) =>
    deadlineSeconds[part] === undefined ? [] : [`${parts[part]} within ${deadlineSeconds[part]} s`],
  );
  const limit = bandwidthBytesPerSecond === undefined ? [] : [`at most ${formatBytes(bandwidthBytesPerSecond)}/s`];
  const chosen = [...limit, ...deadlines];
  return chosen.length === 0 ? null : <p className="text-xs text-ink-3">As planned: {chosen.join(', ')}.</p>;
}
