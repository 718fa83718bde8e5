import type { ReactNode } from 'react';
import { cn } from '../class-names.ts';
import { type Tone, toneClasses } from '../states/tones.ts';

interface BadgeProps {
  tone: Tone;
  icon?: ReactNode;
  children: ReactNode;
  size?: 'sm' | 'lg';
  className?: string;
}

/** A state: its word, its icon, its colour. */
export function Badge({ tone, icon, children, size = 'sm', className }: BadgeProps) {
  return (
    <span
      className={cn(
        'inline-flex w-fit items-center gap-1.5 rounded-md border font-medium whitespace-nowrap',
        size === 'sm' ? 'px-1.5 text-xs leading-5 [&_svg]:size-3.5' : 'px-2.5 py-1 text-lg [&_svg]:size-5',
        toneClasses[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
