import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { cn } from '../class-names.ts';

const buttonClasses = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0 pointer-coarse:min-h-10',
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-white enabled:hover:bg-accent-hover',
        secondary: 'border-line-strong bg-surface text-ink enabled:hover:bg-sunken',
        quiet: 'border-transparent bg-transparent text-ink-2 enabled:hover:bg-slate-soft enabled:hover:text-ink',
        danger: 'border-cannot-line bg-surface text-cannot enabled:hover:bg-cannot-soft',
      },
      size: {
        sm: 'h-7 px-2 text-xs',
        md: 'h-8 px-3 text-sm',
        lg: 'h-10 px-4 text-base',
        icon: 'size-8 pointer-coarse:min-w-10',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, VariantProps<typeof buttonClasses> {
  /** Give the looks to the only child, for links that look like buttons. */
  asChild?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A button whose text is a verb. `primary` is for the one main action of a page. */
export function Button({ asChild, className, variant, size, type, ...rest }: ButtonProps) {
  const classes = cn(buttonClasses({ variant, size }), asChild && 'hover:bg-sunken', className);
  if (asChild) return <Slot.Root className={classes} {...rest} />;
  return <button type={type ?? 'button'} className={classes} {...rest} />;
}
