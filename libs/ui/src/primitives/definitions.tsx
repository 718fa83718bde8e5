import type { ReactNode } from 'react';
import { cn } from '../class-names.ts';

interface DefinitionsProps {
  items: readonly { term: string; value: ReactNode }[];
  className?: string;
}

/** Terms and their values, in as many columns as fit. */
export function Definitions({ items, className }: DefinitionsProps) {
  return (
    <dl className={cn('grid grid-cols-1 gap-x-8 gap-y-3 sm:grid-cols-2', className)}>
      {items.map((item) => (
        <div key={item.term} className="min-w-0">
          <dt className="text-xs text-ink-3">{item.term}</dt>
          <dd className="text-sm break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
