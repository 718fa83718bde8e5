import {
  type CopyBasis,
  type CopyDecision,
  type CopyState,
  copyChoiceTexts,
  sayCopy,
} from '@godwit/domain/checkpoints';
import type { ErrorReport } from '@godwit/domain/errors';
import { hasRole, type Role } from './roles.ts';

interface Asked {
  copy: CopyState;
  workloadName: string;
  decision: CopyDecision | undefined;
  role: Role;
}

/**
 * Whether a checkpoint that a move kept may be restored: while the copy is known to run, never; while nobody says, only when an
 * administrator typed what it means.
 */
export const mayRestoreKept = ({ copy, workloadName, decision, role }: Asked): CopyBasis | ErrorReport => {
  if (copy.state === 'gone') return 'gone';
  if (copy.state === 'runs' || decision === undefined) return copyNotGone(copy);
  if (!hasRole(role, 'admin')) return notAdmin(copy);
  const { confirm, basis } = copyChoiceTexts[decision.choice];
  const wanted = confirm === 'host' ? copy.host : workloadName;
  return decision.confirmName.trim() === wanted ? basis : wrongName(wanted ?? '');
};

export const copyNotGone = (copy: CopyState): ErrorReport => ({
  code: 'command-refused',
  message: sayCopy(copy),
  remedy:
    copy.state === 'runs'
      ? `End the copy on ${copy.host}, then restore.`
      : `Start the agent of ${copy.host} again: it says by itself whether the copy runs. Only an administrator may decide without it.`,
});

const notAdmin = (copy: CopyState): ErrorReport => ({
  code: 'command-refused',
  message: `${sayCopy(copy)} Only an administrator may decide that.`,
  remedy: 'Ask an administrator, or bring the host of the copy back.',
});

const wrongName = (wanted: string): ErrorReport => ({
  code: 'input-invalid',
  message: `The name typed is not "${wanted}", so nothing was restored.`,
  remedy: `Type ${wanted} to say that you mean exactly this.`,
});
