import type { ReactNode } from 'react';
import { cn } from '../class-names.ts';
import { type Tone, toneClasses } from '../states/tones.ts';

interface NoticeProps {
  tone: Tone;
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Announced at once: for what went wrong just now. */
  urgent?: boolean;
  className?: string;
}

/** What was seen, why it matters, what to do; beside what caused it. */
export function Notice({ tone, icon, title, children, action, urgent, className }: NoticeProps) {
  return (
    <div
      {...(urgent ? { role: 'alert' } : {})}
      className={cn(
        'flex gap-3 rounded-lg border px-4 py-3 [&>svg]:mt-0.5 [&>svg]:size-5 [&>svg]:shrink-0',
        toneClasses[tone],
        className,
      )}
    >
      {icon}
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children ? <div className="mt-0.5 text-sm break-words text-ink-2">{children}</div> : null}
        {action ? <div className="mt-2.5 flex flex-wrap gap-2">{action}</div> : null}
      </div>
    </div>
  );
}

interface FaceProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** A page or panel that has nothing to show, and says what it will show and how to get there. */
export function Face({ icon, title, children, action }: FaceProps) {
  return (
    <div className="flex flex-col items-center rounded-lg border border-dashed border-line-strong px-6 py-12 text-center">
      <div className="mb-3 grid size-11 place-items-center rounded-full bg-slate-soft text-ink-2 [&_svg]:size-5">
        {icon}
      </div>
      <h2 className="text-lg font-medium">{title}</h2>
      {children ? <div className="mt-1 max-w-md text-sm text-ink-2">{children}</div> : null}
      {action ? <div className="mt-4 flex w-full flex-col items-center gap-3">{action}</div> : null}
    </div>
  );
}
