'use client';
import { Button, Face } from '@godwit/ui';
import { CircleX } from 'lucide-react';

/** A page that broke in the browser. Runs are not affected: they go on without it. */
export function CrashFace({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <main className="mx-auto max-w-xl p-6 pt-[16vh]">
      <Face icon={<CircleX />} title="This page broke" action={<Button onClick={onRetry}>Show it again</Button>}>
        <p>Runs go on without it; nothing is lost on the hosts.</p>
        <p className="mt-2 font-mono text-xs break-all">{error.message}</p>
      </Face>
    </main>
  );
}
