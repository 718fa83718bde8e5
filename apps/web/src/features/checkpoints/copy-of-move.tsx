import { Button, Field, Notice } from '@godwit/ui';
import { Check, CircleHelp, TriangleAlert } from 'lucide-react';
import { FailureNotice } from '../../api/faces.tsx';
import { useMay } from '../../shell/session.tsx';
import type { useCopyOfMove } from './use-copy-of-move.ts';

type Copy = ReturnType<typeof useCopyOfMove>;

const faces = {
  gone: { tone: 'can', icon: <Check />, title: 'Its copy is gone' },
  runs: { tone: 'cannot', icon: <TriangleAlert />, title: 'Its copy runs' },
  unknown: { tone: 'unknown', icon: <CircleHelp />, title: 'Nobody says whether its copy runs' },
} as const;

/** What an administrator may decide while nobody says whether the copy runs. */
function Choices({ copy }: { copy: Copy }) {
  const admin = useMay('admin');
  const { query, choice, choose, typed, type } = copy;
  if (!admin) return <p>Only an administrator may decide without it.</p>;
  return (
    <div className="space-y-3">
      <div className="flex flex-col items-start gap-2">
        {query.data?.choices.map((one) => (
          <Button
            key={one.choice}
            variant={one.choice === choice?.choice ? 'danger' : 'secondary'}
            aria-pressed={one.choice === choice?.choice}
            className="h-auto min-h-8 max-w-full py-1 text-left whitespace-normal"
            onClick={() => choose(one.choice)}
          >
            {one.label}
          </Button>
        ))}
      </div>
      {choice ? (
        <Field
          label={`Type ${choice.confirmName} to confirm`}
          mono
          autoComplete="off"
          value={typed}
          onChange={(event) => type(event.target.value)}
        />
      ) : null}
    </div>
  );
}

/** Before a checkpoint is restored that a move kept: whether the copy of that move runs. Nothing for one of a dump. */
export function CopyOfMove({ copy }: { copy: Copy }) {
  const { isKept, query } = copy;
  if (!isKept) return null;
  if (query.error) return <FailureNotice error={query.error} />;
  if (!query.data) return <p role="status">The hosts are asked whether its copy runs.</p>;
  const { state, text, serviceAddress } = query.data;
  return (
    <>
      <p>
        A move kept this checkpoint and let a copy of the workload run. Its connections went with that copy and are
        closed here.
        {serviceAddress === null
          ? null
          : ` So did its address ${serviceAddress}: bring that back to this host first, where the workload listens on it.`}
      </p>
      <Notice tone={faces[state].tone} icon={faces[state].icon} title={faces[state].title}>
        {text}
      </Notice>
      {state === 'unknown' ? <Choices copy={copy} /> : null}
    </>
  );
}
