'use client';
import { Button, Field } from '@godwit/ui';
import { type FormEvent, useState } from 'react';
import { type FileChoices, whyNoDirectory } from './file-choices.ts';

interface DirectoryFieldProps {
  choices: FileChoices;
  onAdd: (path: string) => void;
}

/** Names a directory whose whole content belongs to the workload, also what is not open at the moment. */
export function DirectoryField({ choices, onAdd }: DirectoryFieldProps) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const add = (event: FormEvent) => {
    event.preventDefault();
    const why = whyNoDirectory(typed.trim(), choices);
    setProblem(why);
    if (why !== null) return;
    onAdd(typed.trim());
    setTyped('');
  };
  return (
    <form onSubmit={add} className="flex flex-wrap items-start gap-3 border-t border-line p-4">
      <div className="min-w-0 flex-1 basis-64">
        <Field
          label="Data directory"
          mono
          placeholder="/var/lib/redis"
          value={typed}
          problem={problem}
          hint="All that is in it moves along, also files that are not open now."
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <Button type="submit" className="mt-6">
        Add directory
      </Button>
    </form>
  );
}
