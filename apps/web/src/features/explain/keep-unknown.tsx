'use client';
import type { Explanation } from '@godwit/domain/explanation';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import { useMay } from '../../shell/session.tsx';

const inputOf = ({ cause, operation, criuVersion, kernel }: Explanation) => ({
  // Control characters do not belong into an error's text, and the server takes none.
  text: (cause?.text ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 500),
  source: cause?.source?.slice(0, 120) ?? null,
  operation,
  criuVersion: criuVersion?.slice(0, 40) ?? null,
  kernel: kernel?.slice(0, 120) ?? null,
});

/** Keeps the one line that nobody knows on the server, for the next rule; says so. */
export function KeepUnknown({ explanation }: { explanation: Explanation }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const may = useMay('operator');
  const keep = useMutation(
    trpc.explanations.keepUnknown.mutationOptions({
      onSuccess: () => void client.invalidateQueries(trpc.explanations.unknown.queryFilter()),
    }),
  );
  const asked = useRef<Explanation | null>(null);
  const { mutate } = keep;
  useEffect(() => {
    const input = inputOf(explanation);
    if (!may || input.text === '' || asked.current === explanation) return;
    asked.current = explanation;
    mutate(input);
  }, [may, explanation, mutate]);
  if (!may)
    return <p className="text-sm text-ink-2">An operator who opens this log here keeps its line for the next rule.</p>;
  if (keep.error) return <FailureNotice error={keep.error} />;
  if (keep.data === undefined) return <p className="text-sm text-ink-3">Keeping this one line for the next rule.</p>;
  if (keep.data === null) return <p className="text-sm text-ink-2">The server knows this error: reload the page.</p>;
  return (
    <p role="status" className="text-sm text-ink-2">
      This one line is kept on the server for the next rule, seen{' '}
      {keep.data.times === 1 ? 'once' : `${keep.data.times} times`}. Nothing else of the log left this browser.
    </p>
  );
}
