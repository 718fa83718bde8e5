import type { PreCopyEstimate } from '@godwit/domain/estimate';
import { type PreCopyRound, type StopRule, sayStopRule, type ToldRounds } from '@godwit/domain/pre-copy';
import { formatBytes, formatMs, formatUs, Panel } from '@godwit/ui';
import { RoundsFigures } from './rounds-figures.tsx';
import { endWords } from './view/rounds-words.ts';

interface BarProps {
  title: string;
  bytes: number;
  most: number;
  note: string;
  frozen?: boolean;
}

/** A round that wrote anything at all is to be seen. */
const leastPercent = 0.5;

function Bar({ title, bytes, most, note, frozen = false }: BarProps) {
  const percent = bytes === 0 || most === 0 ? 0 : Math.max(leastPercent, (bytes / most) * 100);
  return (
    <li className="grid grid-cols-[6.5rem_minmax(0,1fr)_5rem] items-center gap-x-3 gap-y-0.5 text-sm sm:grid-cols-[6.5rem_minmax(0,1fr)_5rem_16rem]">
      <span>{title}</span>
      <span aria-hidden="true" className="h-3 overflow-hidden rounded-sm bg-sunken">
        <span
          data-round-bar
          className={`block h-full rounded-sm ${frozen ? 'bg-ice' : 'bg-ice-line'}`}
          style={{ width: `${percent}%` }}
        />
      </span>
      <span className="text-right whitespace-nowrap tabular-nums">{formatBytes(bytes)}</span>
      <span className="col-span-3 text-xs text-ink-3 sm:col-span-1">{note}</span>
    </li>
  );
}

const roundNote = ({ tookMs, frozenUs }: PreCopyRound): string =>
  `in ${formatMs(tookMs)}${frozenUs === null ? '' : `, stood still for ${formatUs(frozenUs)}`}`;

interface RoundsPanelProps {
  told: ToldRounds;
  stopRule: StopRule | null;
  estimate: PreCopyEstimate | null;
}

/** The rounds of a pre-copy as bars, what was left for the freeze, and why no further round followed. */
export function RoundsPanel({ told, stopRule, estimate }: RoundsPanelProps) {
  const { rounds, lastBytes } = told;
  const most = Math.max(lastBytes ?? 0, ...rounds.map(({ bytes }) => bytes));
  const end = endWords(told);
  return (
    <Panel title="Memory copied ahead" note="in rounds, while the workload runs" className="max-lg:order-1">
      <div className="space-y-3">
        <RoundsFigures told={told} estimate={estimate} />
        <ol className="space-y-1.5">
          {rounds.map((round, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rounds have no other name than their number, and none is ever taken away
            <Bar key={index} title={`Round ${index + 1}`} bytes={round.bytes} most={most} note={roundNote(round)} />
          ))}
          {lastBytes === null ? null : (
            <Bar frozen title="While frozen" bytes={lastBytes} most={most} note="changed since the last round" />
          )}
        </ol>
        {end ? <p className="text-sm">{end}</p> : null}
        {stopRule ? <p className="text-xs text-ink-3">{sayStopRule(stopRule)}</p> : null}
      </div>
    </Panel>
  );
}
