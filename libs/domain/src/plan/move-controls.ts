import { z } from 'zod';
import { moveModes } from '../estimate/mode-choice.ts';

/** Slower than this a tree would stand still for hours; the header of a packet alone would count. */
export const leastBandwidth = 64 * 1024;
/** No hold is longer, whoever asks; the owner of a host may allow less. */
export const longestHoldSeconds = 900;
export const shortestHoldSeconds = 5;

/** Parts of a move that a plan may give less time than the hold gives them. */
export const timedParts = ['prepare', 'dump', 'restore'] as const;
export type TimedPart = (typeof timedParts)[number];

const partSeconds = z.number().int().min(2).max(longestHoldSeconds).optional();

/** What a person may choose of how a move goes on, besides its hold. Left out: no limit, and the hold's own time. */
export const moveControlsSchema = z.object({
  /** Left out: stop-and-copy. */
  mode: z.enum(moveModes).optional(),
  /** A full checkpoint lies on the source's disk until the copy is proved; left out: nothing is written to it. Only in stop-and-copy. */
  keepCheckpoint: z.literal(true).optional(),
  /** Highest rate on the line between the two agents, headers of packets included, in bytes a second. */
  bandwidthBytesPerSecond: z.number().int().min(leastBandwidth).optional(),
  /** When a part takes longer, the source is given back. */
  deadlineSeconds: z.object({ prepare: partSeconds, dump: partSeconds, restore: partSeconds }).optional(),
});
export type MoveControls = z.infer<typeof moveControlsSchema>;

/** Whether a full checkpoint stays: a post-copy writes no images of the memory, and those of a pre-copy lie in rounds that no checkpoint knows. */
export const keepsCheckpoint = ({ mode, keepCheckpoint }: MoveControls): boolean =>
  keepCheckpoint === true && (mode === undefined || mode === 'stop-and-copy');

/** The chosen controls of a plan, for a plan that takes its place. */
export const controlsOf = ({
  mode,
  keepCheckpoint,
  bandwidthBytesPerSecond,
  deadlineSeconds,
}: MoveControls): MoveControls => ({
  ...(keepCheckpoint === undefined ? {} : { keepCheckpoint }),
  ...(mode === undefined ? {} : { mode }),
  ...(bandwidthBytesPerSecond === undefined ? {} : { bandwidthBytesPerSecond }),
  ...(deadlineSeconds === undefined ? {} : { deadlineSeconds }),
});

/** How long a part of a move may take, in seconds: what the plan says, and never longer than `most`. */
export const secondsFor = ({ deadlineSeconds }: MoveControls, part: TimedPart, most: number): number =>
  Math.min(deadlineSeconds?.[part] ?? most, most);
