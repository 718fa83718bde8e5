import type { TimeRange } from '@godwit/domain/estimate';
import { Badge, TextInput } from '@godwit/ui';
import { useId, useState } from 'react';
import { fitWords } from './fit-words.ts';

/** "Does the switch-over fit into so many seconds?", answered while it is typed. */
export function FitQuestion({ switchOver }: { switchOver: TimeRange }) {
  const [typed, setTyped] = useState('');
  const id = useId();
  const answer = fitWords(switchOver, typed);
  return (
    <div className="border-t border-line pt-3 text-sm">
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="min-w-0 flex-1">
          Does the switch-over fit into
        </label>
        <TextInput
          id={id}
          inputMode="decimal"
          className="w-20"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span>s?</span>
      </div>
      <p role="status" className="mt-2 min-h-6">
        {answer ? <Badge tone={answer.tone}>{answer.text}</Badge> : null}
      </p>
    </div>
  );
}
