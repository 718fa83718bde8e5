'use client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { cn } from '../class-names.ts';
import { formatCount } from '../format/counts.ts';
import { Button } from '../primitives/button.tsx';
import { linesAround } from './lines-around.ts';

interface MarkedLogProps {
  log: string;
  label: string;
  /** The line that is the cause, counted from 1. */
  marked: number | null;
  /** Lines that look like errors and are not the cause, with the reason. */
  passedOver?: ReadonlyMap<number, string>;
}

const atFirst = 400;
const atMost = 20_000;

function LeftOut({ count, where }: { count: number; where: string }) {
  if (count === 0) return null;
  return (
    <p className="px-4 py-1 text-ink-3">
      {formatCount(count)} lines {where}
    </p>
  );
}

interface LineProps {
  line: number;
  text: string;
  isMarked: boolean;
  passed: string | undefined;
}

function Line({ line, text, isMarked, passed }: LineProps) {
  return (
    <div
      data-marked={isMarked || undefined}
      className={cn(
        'flex gap-3 border-l-3 border-transparent px-4',
        isMarked && 'border-cannot bg-cannot-soft font-medium text-cannot',
        passed && 'text-ink-3',
      )}
    >
      <span className="w-12 shrink-0 text-right text-ink-3 select-none max-sm:w-8">{line}</span>
      <span className="min-w-0 break-all whitespace-pre-wrap">
        {isMarked ? <span className="sr-only">The cause: </span> : null}
        {text}
        {passed ? <span className="font-sans italic"> (not the cause: {passed})</span> : null}
      </span>
    </div>
  );
}

/** A log, scrolled to the line that is the cause. */
export function MarkedLog({ log, label, marked, passedOver }: MarkedLogProps) {
  const box = useRef<HTMLElement>(null);
  const [each, setEach] = useState(atFirst);
  const { lines, before, after } = useMemo(() => linesAround(log, marked, each), [log, marked, each]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another log or mark is the occasion, not an input
  useEffect(() => {
    const line = box.current?.querySelector<HTMLElement>('[data-marked]');
    if (box.current && line) box.current.scrollTop = line.offsetTop - box.current.clientHeight / 3;
  }, [log, marked, each]);
  return (
    <div>
      <section
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        aria-label={label}
        className="relative max-h-96 overflow-y-auto py-2 font-mono text-xs leading-5 -outline-offset-2"
      >
        <LeftOut count={before} where="before" />
        {lines.map(({ line, text }) => (
          <Line key={line} line={line} text={text} isMarked={line === marked} passed={passedOver?.get(line)} />
        ))}
        <LeftOut count={after} where="after" />
      </section>
      {before + after > 0 && each < atMost ? (
        <div className="border-t border-line px-4 py-2">
          <Button size="sm" variant="quiet" onClick={() => setEach(atMost)}>
            Show more of the log
          </Button>
        </div>
      ) : null}
    </div>
  );
}
