import type { RunView } from './run-view.ts';

/** Whether a run can still be cancelled, and if not why, in words for people. */
export const cancellable = (view: RunView): { cancellable: boolean; notCancellableReason: string | null } => {
  const reason = whyNot(view);
  return { cancellable: reason === null, notCancellableReason: reason };
};

const whyNot = (view: RunView): string | null => {
  if (view.state === 'finished') return 'The run is over.';
  if (view.cancelRequestedBy !== null) return `${view.cancelRequestedBy} has cancelled it already.`;
  if (view.state === 'giving-back') return 'It is being given back already.';
  if (view.permissionAt !== null) {
    return 'Permission to commit was written: from here the run only goes forward, because the source may be gone.';
  }
  const checkpointing = view.steps.find(({ name }) => name === 'dump-checkpoint' || name === 'restore-checkpoint');
  if (checkpointing !== undefined && checkpointing.state !== 'waiting') {
    return 'CRIU is at work and is never interrupted: stopped in the middle it could take the processes with it.';
  }
  return null;
};
