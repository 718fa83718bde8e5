'use client';
import { Button, cn, Panel } from '@godwit/ui';
import { FileText } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { pastedLog, type ReadLog, readLog } from './read-log.ts';

interface LogDropProps {
  onLog: (log: ReadLog) => void;
  onProblem: (error: unknown) => void;
}

const useDrop = (onFile: (file: File | undefined) => void) => {
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        onFile(event.dataTransfer.files[0]);
      },
    },
  };
};

/** A field for the text, a place for the file; both stay in this browser. */
export function LogDrop({ onLog, onProblem }: LogDropProps) {
  const [text, setText] = useState('');
  const chooser = useRef<HTMLInputElement>(null);
  const onFile = (file: File | undefined) => {
    if (file) readLog(file).then(onLog, onProblem);
  };
  const { over, handlers } = useDrop(onFile);
  return (
    <Panel title="A log of criu dump or criu restore" note="it is read in this browser and not sent anywhere">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onLog(pastedLog(text));
        }}
        className="space-y-3"
      >
        <div
          {...handlers}
          className={cn('rounded-lg border border-dashed border-line-strong p-1', over && 'border-ice bg-ice-soft')}
        >
          <textarea
            aria-label="Text of the log"
            placeholder="Drop dump.log or restore.log here, or paste its text"
            rows={6}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="block w-full resize-y rounded-md bg-transparent p-3 font-mono text-xs leading-5 placeholder:font-sans placeholder:text-sm placeholder:text-ink-3"
          />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" disabled={text.trim() === ''}>
            Explain
          </Button>
          <Button onClick={() => chooser.current?.click()}>
            <FileText /> Choose a file…
          </Button>
          <input
            ref={chooser}
            type="file"
            aria-label="Log file"
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => {
              onFile(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </div>
      </form>
    </Panel>
  );
}
