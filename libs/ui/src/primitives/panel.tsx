import type { ReactNode } from 'react';
import { cn } from '../class-names.ts';

interface PanelProps {
  title?: ReactNode;
  /** Small print beside the title. */
  note?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  className?: string;
  /** No padding, for tables and lists that reach the edge. */
  flush?: boolean;
}

/** A sheet of content with an optional heading. */
export function Panel({ title, note, action, children, className, flush }: PanelProps) {
  return (
    <section className={cn('min-w-0 rounded-lg border border-line bg-surface shadow-panel', className)}>
      {title ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5">
          <h2 className="text-base font-medium">{title}</h2>
          {note ? <span className="text-xs text-ink-3">{note}</span> : null}
          {action ? <div className="ml-auto flex items-center gap-2">{action}</div> : null}
        </div>
      ) : null}
      <div className={flush ? '' : 'p-4'}>{children}</div>
    </section>
  );
}

interface TitledProps {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}

/** A title above something that has a frame of its own, like a table. */
export function Titled({ title, note, children }: TitledProps) {
  return (
    <section aria-label={title} className="min-w-0">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <h2 className="text-base font-medium">{title}</h2>
        {note ? <span className="text-xs text-ink-3">{note}</span> : null}
      </div>
      {children}
    </section>
  );
}

/** Said in the place of a table that has no rows. */
export function NoRows({ children }: { children: ReactNode }) {
  return <p className="rounded-lg border border-line bg-surface px-4 py-3 text-sm text-ink-2">{children}</p>;
}

interface PageHeadProps {
  title: ReactNode;
  /** Where this page belongs, above the title. */
  above?: ReactNode;
  below?: ReactNode;
  actions?: ReactNode;
}

/** The top of a page: what it is about, and its one main action. */
export function PageHead({ title, above, below, actions }: PageHeadProps) {
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {above ? <div className="mb-0.5 text-sm text-ink-3">{above}</div> : null}
        <h1 className="text-xl font-medium break-words">{title}</h1>
        {below ? <div className="mt-1 text-sm text-ink-2">{below}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
