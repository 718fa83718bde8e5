'use client';
import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../class-names.ts';

export interface SelectOption {
  value: string;
  label: string;
  /** A second line, for example why the choice is not possible. */
  note?: string;
  disabled?: boolean;
}

interface SelectProps {
  /** Said by assistive technology; the visible label may stand elsewhere. */
  label: string;
  value: string | undefined;
  onChange: (value: string) => void;
  options: readonly SelectOption[];
  placeholder?: string;
  disabled?: boolean;
  className?: string;
  icon?: ReactNode;
}

function Option({ option }: { option: SelectOption }) {
  return (
    <Radix.Item
      value={option.value}
      disabled={option.disabled}
      className="relative flex cursor-default flex-col rounded-sm py-1.5 pr-7 pl-2 text-sm outline-none data-disabled:opacity-60 data-highlighted:bg-slate-soft pointer-coarse:py-2.5"
    >
      <Radix.ItemText>{option.label}</Radix.ItemText>
      {option.note ? <span className="text-xs text-ink-3">{option.note}</span> : null}
      <Radix.ItemIndicator className="absolute top-2 right-2">
        <Check className="size-4" aria-hidden="true" />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
}

/** One choice out of a few. */
export function Select({ label, value, onChange, options, placeholder, disabled, className, icon }: SelectProps) {
  return (
    <Radix.Root value={value ?? ''} onValueChange={onChange} disabled={disabled}>
      <Radix.Trigger
        aria-label={label}
        className={cn(
          'inline-flex h-8 min-w-0 items-center justify-between gap-1.5 rounded-md border border-field-line bg-surface px-2.5 text-sm hover:bg-sunken disabled:opacity-60 data-placeholder:text-ink-3 pointer-coarse:h-10',
          className,
        )}
      >
        {icon}
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-md border border-line bg-surface shadow-float"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Option key={option.value} option={option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
