import { cn } from '../class-names.ts';
import { toneFill } from '../states/tones.ts';

interface ShareBarProps {
  /** 0 to 1. */
  share: number;
  label: string;
  className?: string;
}

/** Nearly always right, mostly right, or worth a look. */
const toneOf = (share: number) => (share >= 0.95 ? 'can' : share >= 0.5 ? 'amber' : 'cannot');

export const formatShare = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

/** A share as a bar and as a number. */
export function ShareBar({ share, label, className }: ShareBarProps) {
  return (
    <span className={cn('inline-flex items-center gap-2', className)}>
      <span aria-hidden="true" className="h-1.5 w-16 overflow-hidden rounded-full bg-slate-soft">
        <span className={cn('block h-full', toneFill[toneOf(share)])} style={{ width: `${share * 100}%` }} />
      </span>
      <span className="text-sm">
        <span className="sr-only">{label}: </span>
        {formatShare(share)}
      </span>
    </span>
  );
}
