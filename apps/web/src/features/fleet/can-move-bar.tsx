import { cn, type Tone, toneFill } from '@godwit/ui';
import type { HostSummary } from '../../api/types.ts';

type Counts = HostSummary['counts'];

const parts: readonly { key: keyof Counts; word: string; tone: Tone; hatched?: boolean }[] = [
  { key: 'migratable', word: 'can move', tone: 'can' },
  { key: 'withOptions', word: 'can move, with options', tone: 'options' },
  { key: 'blocked', word: 'cannot move', tone: 'cannot' },
  { key: 'undetermined', word: 'not known', tone: 'unknown', hatched: true },
];

const describe = (counts: Counts): string => {
  const said = parts.filter((part) => counts[part.key] > 0).map((part) => `${counts[part.key]} ${part.word}`);
  if (counts.unchecked > 0) said.push(`${counts.unchecked} not checked yet`);
  return said.join(', ') || 'no workloads';
};

const totalOf = (counts: Counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** How the workloads of a host fall out: a small bar, and the same in words. */
export function CanMoveBar({ counts }: { counts: Counts }) {
  const total = totalOf(counts);
  const movable = counts.migratable + counts.withOptions;
  return (
    <div className="inline-block w-36 text-left" title={describe(counts)}>
      <p className="text-sm">
        {total === counts.unchecked ? <span className="text-ink-3">not checked yet</span> : `${movable} of ${total}`}
        <span className="sr-only">: {describe(counts)}</span>
      </p>
      <div aria-hidden="true" className="mt-0.5 flex h-1.5 gap-px overflow-hidden rounded-full bg-slate-soft">
        {parts.map((part) => (
          <span
            key={part.key}
            className={cn(part.hatched ? 'hatched bg-unknown-soft' : toneFill[part.tone])}
            style={{ width: `${total ? (counts[part.key] / total) * 100 : 0}%` }}
          />
        ))}
      </div>
    </div>
  );
}
