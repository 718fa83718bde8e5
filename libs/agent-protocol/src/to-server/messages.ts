import type { z } from 'zod';
import { checkpointFinished } from './checkpoint-finished.ts';
import { hostDescribed } from './host-described.ts';
import { hostHeartbeat } from './host-heartbeat.ts';
import { hostProbed } from './host-probed.ts';
import { runProgressed } from './run-progressed.ts';
import { runStateChanged } from './run-state-changed.ts';
import { workloadsListed } from './workloads-listed.ts';

/** Every message an agent may send. Both ends parse the body. */
export const messages = {
  [checkpointFinished.type]: checkpointFinished,
  [hostDescribed.type]: hostDescribed,
  [hostHeartbeat.type]: hostHeartbeat,
  [hostProbed.type]: hostProbed,
  [runProgressed.type]: runProgressed,
  [runStateChanged.type]: runStateChanged,
  [workloadsListed.type]: workloadsListed,
} as const;

export type MessageType = keyof typeof messages;
export type MessageBody<T extends MessageType> = z.infer<(typeof messages)[T]['body']>;
