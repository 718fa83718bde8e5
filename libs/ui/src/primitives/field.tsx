import { Label as RadixLabel } from 'radix-ui';
import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import { cn } from '../class-names.ts';

const inputClasses =
  'h-9 w-full rounded-md border border-field-line bg-surface px-2.5 text-sm text-ink placeholder:text-ink-3 disabled:opacity-60 aria-invalid:border-cannot pointer-coarse:h-11 pointer-coarse:text-lg';

interface TextInputProps extends InputHTMLAttributes<HTMLInputElement> {
  mono?: boolean;
}

/** A text input without its label, for places where the label is said otherwise. */
export function TextInput({ className, mono, ...rest }: TextInputProps) {
  return <input className={cn(inputClasses, mono && 'font-mono', className)} {...rest} />;
}

interface FieldProps extends TextInputProps {
  label: string;
  /** What the field is for, below it. */
  hint?: ReactNode;
  /** What is wrong with the value, beside it; announced. */
  problem?: string | null;
}

/** Label, input, hint and problem, tied together for assistive technology. */
export function Field({ label, hint, problem, id, ...rest }: FieldProps) {
  const made = useId();
  const inputId = id ?? made;
  const describedBy = problem ? `${inputId}-problem` : hint ? `${inputId}-hint` : undefined;
  return (
    <div className="flex flex-col gap-1">
      <RadixLabel.Root htmlFor={inputId} className="text-sm font-medium">
        {label}
      </RadixLabel.Root>
      <TextInput id={inputId} aria-invalid={problem ? true : undefined} aria-describedby={describedBy} {...rest} />
      {problem ? (
        <p id={`${inputId}-problem`} role="alert" className="text-sm text-cannot">
          {problem}
        </p>
      ) : hint ? (
        <p id={`${inputId}-hint`} className="text-xs text-ink-3">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
