import { z } from 'zod';

export const idSchema = z.uuid();
/** UTC, ISO 8601. */
export const timeSchema = z.iso.datetime();
/** A name copied out by hand to confirm that exactly this thing is meant. */
export const confirmNameSchema = z.string().min(1).max(300);
export const doneSchema = z.object({ done: z.literal(true) });
/** Opaque; made by the previous page of the same list. */
export const cursorSchema = z.string().max(100).regex(/^\d+$/);
export const limitSchema = z.number().int().min(1).max(200).default(50);
export const namedSchema = z.object({ id: z.string(), name: z.string() });
