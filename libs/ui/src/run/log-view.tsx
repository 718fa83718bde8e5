'use client';
import { ArrowDownToLine, Pause } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import { cn } from '../class-names.ts';
import { clockTime } from '../format/relative-time.ts';
import { Button } from '../primitives/button.tsx';

export interface LogLine {
  key: string;
  at: string;
  /** Where it comes from: source, destination or server. */
  from: string;
  text: string;
  emphasis?: 'event' | 'problem';
}

/** Beyond this many lines the oldest are left out on screen until they are asked for, and the view says so. */
const mostLines = 3000;

const fromLooks: Record<string, string> = {
  source: 'text-options',
  destination: 'text-unknown',
  server: 'text-ink-3',
};

/** A line never changes once it is written, so it is drawn once. */
const Line = memo(
  function Line({ line }: { line: LogLine }) {
    return (
      <div className="flex gap-3 px-4 hover:bg-slate-soft">
        <span className="shrink-0 text-ink-3">{clockTime(line.at)}</span>
        <span className={cn('w-20 shrink-0 max-sm:w-8 max-sm:truncate', fromLooks[line.from] ?? 'text-ink-3')}>
          {line.from}
        </span>
        <span
          className={cn(
            'min-w-0 break-all whitespace-pre-wrap',
            line.emphasis === 'event' && 'font-medium',
            line.emphasis === 'problem' && 'text-cannot',
          )}
        >
          {line.text}
        </span>
      </div>
    );
  },
  (before, after) => before.line.key === after.line.key,
);

/** Follows the end while the reader is at the end; scrolling up pauses it, coming back to the end takes it up again. */
const useFollow = (count: number) => {
  const box = useRef<HTMLElement>(null);
  const lastTop = useRef(0);
  const [following, setFollowing] = useState(true);
  useEffect(() => {
    if (following && count >= 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [following, count]);
  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    // Growing content is no scrolling up: only a smaller offset than before is the reader's own doing.
    const movedUp = element.scrollTop < lastTop.current - 1;
    lastTop.current = element.scrollTop;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
    if (atEnd) setFollowing(true);
    else if (movedUp) setFollowing(false);
  };
  return { box, following, setFollowing, onScroll };
};

function FollowButton({ following, onChange }: { following: boolean; onChange: (following: boolean) => void }) {
  return following ? (
    <Button size="sm" onClick={() => onChange(false)}>
      <Pause /> Pause
    </Button>
  ) : (
    <Button size="sm" onClick={() => onChange(true)}>
      <ArrowDownToLine /> Jump to latest
    </Button>
  );
}

interface LogHeadProps {
  total: number;
  shown: number;
  following: boolean;
  onFollow: (following: boolean) => void;
  onAll: () => void;
}

function LogHead({ total, shown, following, onFollow, onAll }: LogHeadProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-4 py-2">
      <p className="text-xs text-ink-3">
        {total} lines{shown < total ? `, the last ${shown} are shown` : ''}
        {following ? ', following' : ', paused'}
      </p>
      <span className="flex gap-2">
        {shown < total ? (
          <Button size="sm" variant="quiet" onClick={onAll}>
            Show all
          </Button>
        ) : null}
        <FollowButton following={following} onChange={onFollow} />
      </span>
    </div>
  );
}

/** Events and log lines of a run, oldest first, from the start. */
export function LogView({ lines, label }: { lines: readonly LogLine[]; label: string }) {
  const { box, following, setFollowing, onScroll } = useFollow(lines.length);
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(-mostLines);
  return (
    <div>
      <LogHead
        total={lines.length}
        shown={shown.length}
        following={following}
        onFollow={setFollowing}
        onAll={() => setAll(true)}
      />
      <section
        ref={box}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        aria-label={label}
        className="h-80 overflow-y-auto py-2 font-mono text-xs leading-5 -outline-offset-2"
      >
        {shown.map((line) => (
          <Line key={line.key} line={line} />
        ))}
      </section>
    </div>
  );
}
