'use client';
import { Button, type Column, DataTable, Face, PageHead, TableSkeleton } from '@godwit/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, RotateCcw, Send, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import type { CheckpointSummary } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useMay } from '../../shell/session.tsx';
import { useTableUrl } from '../../url/use-table-url.ts';
import { useUrlState } from '../../url/use-url-state.ts';
import { HostSelect } from '../history/host-select.tsx';
import { checkpointColumns } from './checkpoint-columns.tsx';
import { PinButton } from './pin-button.tsx';
import { RemoveDialog, RestoreDialog } from './restore-dialog.tsx';
import { RetentionPanel } from './retention-panel.tsx';
import { SendDialog } from './send-dialog.tsx';

interface Chosen {
  verb: 'restore' | 'send' | 'remove';
  checkpoint: CheckpointSummary;
}

const verbColumn = (onChoose: (chosen: Chosen) => void): Column<CheckpointSummary> => ({
  id: 'verbs',
  title: '',
  align: 'right',
  cell: (checkpoint) =>
    checkpoint.state === 'removed' ? null : (
      <span className="inline-flex gap-1.5">
        <Button size="sm" onClick={() => onChoose({ verb: 'restore', checkpoint })}>
          <RotateCcw /> Restore
        </Button>
        <Button
          size="sm"
          variant="quiet"
          aria-label={`Send the checkpoint of ${checkpoint.workloadName}`}
          onClick={() => onChoose({ verb: 'send', checkpoint })}
        >
          <Send />
        </Button>
        <PinButton checkpoint={checkpoint} />
        <Button
          size="sm"
          variant="quiet"
          aria-label={`Discard the checkpoint of ${checkpoint.workloadName}`}
          onClick={() => onChoose({ verb: 'remove', checkpoint })}
        >
          <Trash2 />
        </Button>
      </span>
    ),
});

function ChosenDialog({ chosen, onClose }: { chosen: Chosen | null; onClose: () => void }) {
  if (!chosen) return null;
  if (chosen.verb === 'send') return <SendDialog checkpoint={chosen.checkpoint} onClose={onClose} />;
  return chosen.verb === 'restore' ? (
    <RestoreDialog checkpoint={chosen.checkpoint} onClose={onClose} />
  ) : (
    <RemoveDialog checkpoint={chosen.checkpoint} onClose={onClose} />
  );
}

function NoCheckpoints() {
  return (
    <Face
      icon={<Archive />}
      title="No checkpoint yet"
      action={
        <Button asChild>
          <Link href="/workloads">To the workloads</Link>
        </Button>
      }
    >
      A dump writes a workload's memory and state to images on its host. They stand here until they are restored or
      discarded. Open a workload and choose “Dump”.
    </Face>
  );
}

/** What was dumped, and can be restored on its host. */
export function CheckpointsScreen() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const may = useMay('operator');
  const table = useTableUrl();
  const { get, set } = useUrlState();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const hostId = get('host');
  const checkpoints = useQuery(trpc.checkpoints.list.queryOptions(hostId ? { hostId } : {}));
  const close = () => {
    setChosen(null);
    void client.invalidateQueries(trpc.checkpoints.list.pathFilter());
  };
  const columns = may ? [...checkpointColumns, verbColumn(setChosen)] : checkpointColumns;
  return (
    <>
      <PageHead title="Checkpoints" actions={<HostSelect value={hostId} onChange={(host) => set({ host })} />} />
      <RetentionPanel />
      <WithData query={checkpoints} loading={<TableSkeleton rows={4} label="checkpoints" />}>
        {(rows) => (
          <DataTable
            label="Checkpoints"
            rows={rows}
            columns={columns}
            rowKey={(one) => one.id}
            {...table}
            empty={<NoCheckpoints />}
          />
        )}
      </WithData>
      <ChosenDialog chosen={chosen} onClose={close} />
    </>
  );
}
