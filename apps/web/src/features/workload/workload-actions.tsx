'use client';
import { Button } from '@godwit/ui';
import { Archive } from 'lucide-react';
import { useState } from 'react';
import type { WorkloadDetail } from '../../api/types.ts';
import { useMay } from '../../shell/session.tsx';
import { DumpDialog } from '../checkpoints/dump-dialog.tsx';
import { PreflightMenu } from '../preflight/preflight-menu.tsx';
import type { Target } from '../preflight/purposes.ts';

interface WorkloadActionsProps {
  workload: WorkloadDetail;
  busy: boolean;
  onPreflight: (target: Target) => void;
}

/** Ask where it can go; dump it. */
export function WorkloadActions({ workload, busy, onPreflight }: WorkloadActionsProps) {
  const may = useMay('operator');
  const [dumping, setDumping] = useState(false);
  if (!may) return <p className="text-sm text-ink-3">Operators can run preflights and moves.</p>;
  const gone = workload.state === 'gone';
  return (
    <>
      <Button disabled={gone || workload.activeRunId !== null} onClick={() => setDumping(true)}>
        <Archive /> Dump
      </Button>
      <PreflightMenu sourceHostId={workload.hostId} busy={busy} disabled={gone} onChoose={onPreflight} />
      {dumping ? <DumpDialog workload={workload} onClose={() => setDumping(false)} /> : null}
    </>
  );
}
