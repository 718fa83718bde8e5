'use client';
import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';

interface SegmentedProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string; icon?: ReactNode }[];
  /** Show only the icons; the words are still said. */
  iconsOnly?: boolean;
}

/** A choice of few that is always visible. */
export function Segmented({ label, value, onChange, options, iconsOnly }: SegmentedProps) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next && onChange(next)}
      className="inline-flex rounded-md border border-line-strong bg-surface p-0.5"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          aria-label={option.label}
          className="inline-flex h-6.5 items-center gap-1.5 rounded-sm px-2 text-xs text-ink-2 hover:text-ink data-[state=on]:bg-slate-soft data-[state=on]:font-medium data-[state=on]:text-ink [&_svg]:size-3.5 pointer-coarse:h-9"
        >
          {option.icon}
          {iconsOnly ? null : option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
