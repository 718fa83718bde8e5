import { ClipboardCheck } from 'lucide-react';

/** Which findings of a preflight say this beforehand. */
export function ForetellingFindings({ findings }: { findings: readonly string[] }) {
  if (findings.length === 0) return null;
  return (
    <p className="flex gap-2 text-sm">
      <ClipboardCheck className="mt-1 size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
      <span className="min-w-0">
        A preflight says this beforehand:{' '}
        {findings.map((finding) => (
          <code key={finding} className="mr-1.5 font-mono text-xs break-words">
            {finding}
          </code>
        ))}
      </span>
    </p>
  );
}
