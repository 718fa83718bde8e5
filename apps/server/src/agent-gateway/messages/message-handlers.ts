import type { MessageHandlers } from '../message-context.ts';
import { handleCheckpointFinished } from './checkpoint-finished.ts';
import { handleHostDescribed } from './host-described.ts';
import { handleHostHeartbeat } from './host-heartbeat.ts';
import { handleHostProbed } from './host-probed.ts';
import { handleRunProgressed } from './run-progressed.ts';
import { handleRunStateChanged } from './run-state-changed.ts';
import { handleWorkloadsListed } from './workloads-listed.ts';

/** One handler for every message an agent may send. */
export const messageHandlers: MessageHandlers = {
  'checkpoint.finished': handleCheckpointFinished,
  'host.described': handleHostDescribed,
  'host.heartbeat': handleHostHeartbeat,
  'host.probed': handleHostProbed,
  'run.progressed': handleRunProgressed,
  'run.state-changed': handleRunStateChanged,
  'workloads.listed': handleWorkloadsListed,
};
