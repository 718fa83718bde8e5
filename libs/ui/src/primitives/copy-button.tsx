'use client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';

interface CopyButtonProps {
  text: string;
  /** What is copied, for assistive technology: "dump command". */
  what: string;
  label?: string;
}

/** navigator.clipboard exists only on https and localhost; elsewhere a selected text area does the same. */
const copy = async (text: string): Promise<void> => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
};

/** Copies a text and says so for a moment. */
export function CopyButton({ text, what, label }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const run = async () => {
    await copy(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <Button variant="quiet" size={label ? 'sm' : 'icon'} onClick={run} aria-label={`Copy ${what}`}>
      {copied ? <Check className="text-can" /> : <Copy />}
      {label ? <span>{copied ? 'Copied' : label}</span> : null}
      <span role="status" className="sr-only">
        {copied ? `${what} copied` : ''}
      </span>
    </Button>
  );
}
