import { cn } from '../class-names.ts';
import { CopyButton } from './copy-button.tsx';

interface CommandLineProps {
  command: string;
  what: string;
  /** What the command is for, above it. */
  title?: string;
  className?: string;
}

/** Lines break between the words of a command, not inside of an option. */
function Tokens({ command }: { command: string }) {
  const tokens = command.split(' ');
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: words may repeat, and the list never changes its order
    <span key={index}>
      <span className="inline-block max-w-full">{token}</span>
      {index < tokens.length - 1 ? ' ' : ''}
    </span>
  ));
}

/** An exact command line, to be read and copied. */
export function CommandLine({ command, what, title, className }: CommandLineProps) {
  return (
    <div className={cn('min-w-0', className)}>
      {title ? <p className="mb-1 text-xs text-ink-3">{title}</p> : null}
      <div className="flex items-start gap-1 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 py-1 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
          <Tokens command={command} />
        </code>
        <CopyButton text={command} what={what} />
      </div>
    </div>
  );
}
