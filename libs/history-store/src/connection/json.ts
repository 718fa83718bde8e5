import type { Prisma } from '../generated/client.ts';

/** A value for a JSON column. `undefined` inside is left out by JSON itself. */
export const asJson = (value: unknown): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue;
