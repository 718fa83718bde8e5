import type { MessageType } from '@godwit/agent-protocol';

/** The spool takes no more progress and descriptions above this, so that a link that is down for days fills no disk. */
export const spoolLimitBytes = 32 * 1024 * 1024;

/**
 * What may be left out when the spool is full. Descriptions are sent anew at every connection, and progress only
 * illustrates. What a journal says and how a checkpoint ended is kept always: there are few such messages per run.
 */
const mayBeLost: Record<MessageType, boolean> = {
  'host.heartbeat': true,
  'host.described': true,
  'host.probed': true,
  'workloads.listed': true,
  'run.progressed': true,
  'run.state-changed': false,
  'checkpoint.finished': false,
};

/** Whether a message of this type still goes into a spool that holds `bytes`. */
export const isTaken = (type: MessageType, bytes: number, limit = spoolLimitBytes): boolean =>
  bytes < limit || !mayBeLost[type];
