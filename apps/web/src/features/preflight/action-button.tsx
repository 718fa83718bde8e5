'use client';
import { Button } from '@godwit/ui';
import { useState } from 'react';
import type { PreflightDetail } from '../../api/types.ts';
import { useMay } from '../../shell/session.tsx';
import { DumpDialog } from '../checkpoints/dump-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';

/** Why the button does nothing, in words; null where it works. */
const reasonFor = (preflight: PreflightDetail, may: boolean): string | null => {
  if (!may) return 'Your role may look, not move. Ask an operator.';
  if (preflight.purpose === 'move') return preflight.movable ? null : (preflight.notMovableReason ?? 'It cannot move.');
  return preflight.verdict.verdict === 'blocked' ? 'It cannot be dumped: see the blockers.' : null;
};

/** Move, or dump: the next safe step, or why there is none. */
export function ActionButton({ preflight }: { preflight: PreflightDetail }) {
  const may = useMay('operator');
  const [open, setOpen] = useState(false);
  const reason = reasonFor(preflight, may);
  const move = preflight.purpose === 'move';
  return (
    <div className="flex flex-col items-end gap-1 max-sm:w-full max-sm:items-stretch">
      <Button
        variant="primary"
        size="lg"
        disabled={reason !== null}
        aria-describedby={reason ? 'move-reason' : undefined}
        onClick={() => setOpen(true)}
      >
        {move ? 'Move' : 'Dump'}
      </Button>
      {reason ? (
        <p id="move-reason" className="max-w-xs text-right text-sm text-ink-2 max-sm:max-w-none max-sm:text-left">
          {reason}
        </p>
      ) : null}
      {open && move ? <MoveDialog preflight={preflight} onClose={() => setOpen(false)} /> : null}
      {open && !move ? <DumpDialog workload={preflight.workload} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
