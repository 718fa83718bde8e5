'use client';
import { Button, Dialog, Field, Notice } from '@godwit/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserRoundCheck } from 'lucide-react';
import { useState } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { RunDetail } from '../../api/types.ts';
import { useMay } from '../../shell/session.tsx';

type Choice = NonNullable<RunDetail['decision']>['choices'][number];

interface ConfirmProps {
  runId: string;
  choice: Choice;
  onClose: () => void;
}

function ConfirmChoice({ runId, choice, onClose }: ConfirmProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const decide = useMutation(
    trpc.runs.decide.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries(trpc.runs.get.queryFilter({ runId }));
        onClose();
      },
    }),
  );
  const right = typed === choice.confirmName;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={choice.label}
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button
            variant={choice.danger ? 'danger' : 'primary'}
            disabled={!right || decide.isPending}
            onClick={() => decide.mutate({ runId, choice: choice.choice, confirmName: typed })}
          >
            {choice.label}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <Field
          label={`Type ${choice.confirmName} to confirm`}
          value={typed}
          autoComplete="off"
          mono
          onChange={(event) => setTyped(event.target.value)}
        />
        <FailureNotice error={decide.error} />
      </div>
    </Dialog>
  );
}

/** What only a person can decide: the reason, the choices, and what each of them leads to. */
export function DecisionPanel({ run }: { run: RunDetail }) {
  const admin = useMay('admin');
  const [choice, setChoice] = useState<Choice | null>(null);
  if (!run.decision) return null;
  return (
    <Notice
      urgent
      tone="unknown"
      icon={<UserRoundCheck />}
      title="This run waits for a decision"
      action={
        admin ? (
          run.decision.choices.map((one) => (
            <Button
              key={one.choice}
              variant={one.danger ? 'danger' : 'secondary'}
              className="h-auto min-h-8 max-w-full py-1 text-left whitespace-normal"
              onClick={() => setChoice(one)}
            >
              {one.label}
            </Button>
          ))
        ) : (
          <span className="text-sm text-ink-2">Only an administrator may decide.</span>
        )
      }
    >
      {run.decision.reason}
      {choice ? <ConfirmChoice runId={run.id} choice={choice} onClose={() => setChoice(null)} /> : null}
    </Notice>
  );
}
