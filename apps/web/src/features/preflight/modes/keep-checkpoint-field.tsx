import { formatBytes } from '@godwit/ui';

interface KeepCheckpointFieldProps {
  checked: boolean;
  onCheck: (checked: boolean) => void;
  bytes: number | null;
  source: string;
}

/** Whether a full checkpoint lies on the source until the copy is proved, with what that costs. */
export function KeepCheckpointField({ checked, onCheck, bytes, source }: KeepCheckpointFieldProps) {
  return (
    <label className="flex items-start gap-2.5 text-sm">
      <input
        type="checkbox"
        className="mt-1 shrink-0"
        checked={checked}
        onChange={(event) => onCheck(event.target.checked)}
      />
      <span>
        Keep a full checkpoint on {source} until the copy is proved
        <span className="block text-xs text-ink-3">
          {checked
            ? `Its price: ${bytes === null ? 'all memory' : formatBytes(bytes)} is written to the disk of ${source} and pushed to it while the workload stands still.`
            : `Without it nothing of its memory is written to the disk of ${source}.`}
        </span>
      </span>
    </label>
  );
}
