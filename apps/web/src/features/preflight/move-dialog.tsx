'use client';
import type { MoveMode } from '@godwit/domain/estimate';
import { Button, Dialog } from '@godwit/ui';
import { useMutation } from '@tanstack/react-query';
import { Box, Clock, Files, Snowflake, Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { PreflightDetail } from '../../api/types.ts';
import { RehearsalNotice } from '../rehearsal/rehearsal-evidence.tsx';
import { whatWillHappen } from './blast-radius.ts';
import { MoveChoices } from './choices/move-choices.tsx';
import { noChoices, readChoices } from './choices/read-choices.ts';
import { KeepCheckpointField } from './modes/keep-checkpoint-field.tsx';
import { ModeChoiceField } from './modes/mode-choice-field.tsx';
import { SurroundingsList } from './surroundings-list.tsx';

interface MoveDialogProps {
  preflight: PreflightDetail;
  onClose: () => void;
}

const icons: readonly ReactNode[] = [
  <Snowflake key="freeze" />,
  <Clock key="wait" />,
  <Undo2 key="back" />,
  <Box key="container" />,
];

export function BlastRadius({ preflight, mode }: { preflight: PreflightDetail; mode?: MoveMode }) {
  return (
    <ul className="space-y-2 text-sm">
      {whatWillHappen(preflight, mode).map((sentence, index) => (
        <li key={sentence} className="flex gap-2.5 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3">
          {icons[index] ?? <Files />}
          <span>{sentence}</span>
        </li>
      ))}
    </ul>
  );
}

/** The last question before a move: what it touches, and that it can be given back until the commit. */
export function MoveDialog({ preflight, onClose }: MoveDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const start = useMutation(
    trpc.runs.start.mutationOptions({ onSuccess: ({ runId }) => router.push(`/runs/${runId}`) }),
  );
  const { workload, source, destination } = preflight;
  const [typed, setTyped] = useState(noChoices);
  const choices = readChoices(typed);
  const { modes } = preflight.estimate;
  const [mode, setMode] = useState<MoveMode>('stop-and-copy');
  const [keep, setKeep] = useState(false);
  const estimate = modes?.choices.find((choice) => choice.mode === mode)?.estimate ?? preflight.estimate.move;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Move ${workload.name} from ${source.name} to ${destination?.name}?`}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            variant="primary"
            disabled={choices === null || start.isPending || start.isSuccess}
            onClick={() =>
              start.mutate({
                kind: 'move',
                preflightId: preflight.id,
                ...choices,
                ...(mode === 'stop-and-copy' ? {} : { mode }),
                ...(keep && mode === 'stop-and-copy' ? { keepCheckpoint: true as const } : {}),
              })
            }
          >
            Move {workload.name}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <BlastRadius preflight={preflight} mode={mode} />
        {preflight.rehearsal ? <RehearsalNotice rehearsal={preflight.rehearsal} /> : null}
        {workload.serviceAddress ? (
          <p className="text-sm">
            Its address <span className="font-mono text-xs">{workload.serviceAddress}</span> moves along.
          </p>
        ) : null}
        <SurroundingsList preflightId={preflight.id} />
        {modes ? (
          <ModeChoiceField
            advice={modes}
            chosen={mode}
            onChoose={setMode}
            source={source.name}
            destination={destination?.name ?? 'the destination'}
          />
        ) : null}
        {mode !== 'stop-and-copy' ? null : (
          <KeepCheckpointField
            checked={keep}
            onCheck={setKeep}
            bytes={preflight.estimate.memoryBytes}
            source={source.name}
          />
        )}
        <MoveChoices typed={typed} onType={setTyped} estimate={estimate} mode={mode} />
        <FailureNotice error={start.error} />
      </div>
    </Dialog>
  );
}
