import { BirdMark } from '@godwit/ui';
import type { ReactNode } from 'react';

interface EntranceProps {
  title: string;
  below?: ReactNode;
  children: ReactNode;
}

/** The frame of the pages before anybody is signed in. */
export function Entrance({ title, below, children }: EntranceProps) {
  return (
    <main className="flex min-h-screen flex-col items-center px-4 pt-[14vh] pb-10">
      <div className="mb-6 flex items-center gap-3">
        <BirdMark className="h-9 w-12" />
        <span className="text-2xl font-medium">Godwit</span>
      </div>
      <div className="w-full max-w-sm rounded-lg border border-line bg-surface p-6 shadow-panel">
        <h1 className="text-xl font-medium">{title}</h1>
        {below ? <p className="mt-1 text-sm text-ink-2">{below}</p> : null}
        <div className="mt-5">{children}</div>
      </div>
      <p className="mt-6 max-w-sm text-center text-xs text-ink-3">
        Says beforehand whether a running process can move, and moves it without losing it.
      </p>
    </main>
  );
}
