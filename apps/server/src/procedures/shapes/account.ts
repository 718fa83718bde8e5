import { z } from 'zod';

export const emailSchema = z.email().max(200);
export const nameSchema = z.string().trim().min(1).max(100);
/** better-auth's own limits: at least 10 characters here, at most 128 because of the cost of hashing. */
export const passwordSchema = z.string().min(10).max(128);
/** The random part of a set-up or invitation link. */
export const secretSchema = z.string().min(20).max(200);
