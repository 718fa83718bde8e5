'use client';
import { Button } from '@godwit/ui';
import { Drama } from 'lucide-react';
import { useState } from 'react';
import type { PreflightDetail } from '../../api/types.ts';
import { useMay } from '../../shell/session.tsx';
import { RehearsalDialog } from './rehearsal-dialog.tsx';

/** Beside "Move": try it with a copy that never runs. Where that is not possible, it says why. */
export function RehearseButton({ preflight }: { preflight: PreflightDetail }) {
  const may = useMay('operator');
  const [open, setOpen] = useState(false);
  if (!may || preflight.purpose !== 'move') return null;
  const reason = preflight.notRehearsableReason;
  return (
    <div className="flex max-w-xs flex-col items-end gap-1 max-sm:w-full max-sm:max-w-none max-sm:items-stretch">
      <Button
        size="lg"
        disabled={reason !== null}
        aria-describedby={reason ? 'rehearse-reason' : undefined}
        onClick={() => setOpen(true)}
      >
        <Drama /> Rehearse
      </Button>
      {reason ? (
        <p id="rehearse-reason" className="text-right text-sm text-ink-2 max-sm:text-left">
          {reason}
        </p>
      ) : null}
      {open ? <RehearsalDialog preflight={preflight} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
