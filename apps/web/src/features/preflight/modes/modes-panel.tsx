import type { ModeAdvice, ModeChoice } from '@godwit/domain/estimate';
import { Badge, formatBytes, formatMs, formatRange, Panel, TextInput } from '@godwit/ui';
import { useId, useState } from 'react';
import { fitWords } from '../estimate/fit-words.ts';
import { formatByteRange, formatCountRange } from '../estimate/format-byte-range.ts';
import { modeWords } from './mode-words.ts';

const rows = [
  { key: 'switchOver', title: 'Switch-over' },
  { key: 'frozen', title: 'Source frozen' },
  { key: 'total', title: 'Total' },
] as const;

type Estimate = NonNullable<ModeChoice['estimate']>;

const seen = ({ learnedFrom }: Estimate): string =>
  learnedFrom === 0 ? 'typical, not measured between these hosts' : `learned from ${learnedFrom} of its moves`;

function Figure({ title, likely, range }: { title: string; likely: string; range?: string }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-3">
      <dt className="text-ink-3">{title}</dt>
      <dd>
        {likely} {range === undefined ? null : <span className="text-xs text-ink-3">({range})</span>}
      </dd>
    </div>
  );
}

/** What goes over the link; of a pre-copy also in how many rounds, and how much of it while the workload stands still. */
function Bytes({ estimate: { bytes, preCopy } }: { estimate: Estimate }) {
  if (preCopy === undefined) return <Figure title="Over the link" likely={formatBytes(bytes)} />;
  const { rounds, sentBytes, frozenBytes } = preCopy;
  return (
    <>
      <Figure title="Rounds" likely={String(rounds.likely)} range={formatCountRange(rounds)} />
      <Figure title="Over the link" likely={formatBytes(sentBytes.likely)} range={formatByteRange(sentBytes)} />
      <Figure title="Of it frozen" likely={formatBytes(frozenBytes.likely)} range={formatByteRange(frozenBytes)} />
    </>
  );
}

function Times({ estimate }: { estimate: Estimate }) {
  return (
    <>
      <dl className="mt-2 space-y-1 text-sm">
        {rows.map(({ key, title }) => (
          <Figure key={key} title={title} likely={formatMs(estimate[key].likely)} range={formatRange(estimate[key])} />
        ))}
        <Bytes estimate={estimate} />
      </dl>
      <p className="mt-1 text-xs text-ink-3">{seen(estimate)}</p>
    </>
  );
}

function Mode({ choice, recommended, limit }: { choice: ModeChoice; recommended: boolean; limit: string }) {
  const { title, text } = modeWords[choice.mode];
  const possible = choice.whyNot === null;
  const fit = possible && choice.estimate ? fitWords(choice.estimate.switchOver, limit) : null;
  return (
    <li className="border-t border-line py-3 first:border-t-0 first:pt-0">
      <h3 className="flex flex-wrap items-center gap-2 text-sm font-medium">
        {title}
        {recommended ? <Badge tone="can">Recommended</Badge> : null}
        {possible ? null : <Badge tone="unknown">Not possible here</Badge>}
      </h3>
      <p className="mt-1 text-xs text-ink-3">{possible ? text : choice.whyNot}</p>
      {possible
        ? choice.notes.map((note) => (
            <p key={note} className="mt-1 text-xs">
              {note}
            </p>
          ))
        : null}
      {possible && choice.estimate ? <Times estimate={choice.estimate} /> : null}
      {fit ? (
        <p role="status" className="mt-2">
          <Badge tone={fit.tone}>{fit.text}</Badge>
        </p>
      ) : null}
    </li>
  );
}

/** The modes of a move side by side: what each costs, which suits best and why, and which fits into a limit. */
export function ModesPanel({ advice }: { advice: ModeAdvice }) {
  const [limit, setLimit] = useState('');
  const id = useId();
  return (
    <Panel title="Modes" note={`recommended: ${modeWords[advice.recommended].title.toLowerCase()}`}>
      <ul className="space-y-1 text-sm">
        {advice.reasons.map((reason) => (
          <li key={reason} className="text-xs">
            {reason}
          </li>
        ))}
      </ul>
      <div className="mt-3 flex items-center gap-2 text-sm">
        <label htmlFor={id} className="min-w-0 flex-1">
          Which mode fits into
        </label>
        <TextInput
          id={id}
          inputMode="decimal"
          className="w-20"
          value={limit}
          onChange={(event) => setLimit(event.target.value)}
        />
        <span>s?</span>
      </div>
      <ul className="mt-3">
        {advice.choices.map((choice) => (
          <Mode key={choice.mode} choice={choice} recommended={choice.mode === advice.recommended} limit={limit} />
        ))}
      </ul>
    </Panel>
  );
}
