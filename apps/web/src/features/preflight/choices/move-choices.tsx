import { limitBandwidth, type MoveEstimate, type MoveMode } from '@godwit/domain/estimate';
import { Field, formatBytes, formatUs } from '@godwit/ui';
import { problemsOf, readChoices, type TypedChoices } from './read-choices.ts';

interface MoveChoicesProps {
  typed: TypedChoices;
  onType: (typed: TypedChoices) => void;
  /** Of the chosen mode. */
  estimate: MoveEstimate | null;
  mode: MoveMode;
}

const fields: readonly { name: keyof TypedChoices; label: string; hint: string }[] = [
  {
    name: 'mebibytesPerSecond',
    label: 'Bandwidth limit, MiB/s',
    hint: 'Empty: as fast as the line carries it. The workload stands still for as long as its memory is on the way.',
  },
  {
    name: 'holdSeconds',
    label: 'Longest hold, s',
    hint: 'Without a commit by then the source gives itself back, whoever is alive. The host may allow less.',
  },
  { name: 'prepare', label: 'Preparing within, s', hint: 'Of both hosts, before anything stands still.' },
  { name: 'dump', label: 'Dump and sending within, s', hint: 'From the start of CRIU on; then it is given back.' },
  { name: 'restore', label: 'Building the copy within, s', hint: 'Then the copy is discarded and the source goes on.' },
];

const sayEstimate = (estimate: MoveEstimate, bytesPerSecond: number, mode: MoveMode): string => {
  const limited = limitBandwidth(estimate, bytesPerSecond, mode);
  const { switchOver, frozen } = limited;
  const [low, high] = [formatUs(switchOver.low * 1000), formatUs(switchOver.high * 1000)];
  if (estimate.preCopy)
    return `At this limit about ${formatBytes(limited.bytes)} are on the way in all, and the switch-over takes ${low} to ${high}: longer rounds leave more for the freeze.`;
  if (mode === 'post-copy')
    return `At this limit about ${formatBytes(estimate.bytes)} follow behind the commit, for ${formatUs(frozen.likely * 1000)} or so. For that long nothing may fail.`;
  return `At this limit about ${formatBytes(estimate.bytes)} are on the way, and the switch-over takes ${low} to ${high}.`;
};

/** What may be chosen of how a move goes on; nothing has to be. */
export function MoveChoices({ typed, onType, estimate, mode }: MoveChoicesProps) {
  const problems = problemsOf(typed);
  const limit = readChoices(typed)?.bandwidthBytesPerSecond;
  return (
    <details className="rounded-md border border-line px-3 py-2 text-sm">
      <summary className="cursor-pointer font-medium">Limits and deadlines</summary>
      <div className="mt-3 grid gap-3">
        {fields.map(({ name, label, hint }) => (
          <Field
            key={name}
            label={label}
            hint={hint}
            problem={problems[name]}
            inputMode="decimal"
            autoComplete="off"
            value={typed[name]}
            onChange={(event) => onType({ ...typed, [name]: event.target.value })}
          />
        ))}
      </div>
      {limit !== undefined && estimate !== null ? (
        <p role="status" className="mt-3">
          {sayEstimate(estimate, limit, mode)}
        </p>
      ) : null}
    </details>
  );
}
