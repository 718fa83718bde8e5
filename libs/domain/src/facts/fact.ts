import { z } from 'zod';

/** One observed truth: known with a value, or unknown with the reason why it could not be read. */
export type Fact<T> = { known: true; value: T; source?: string } | { known: false; reason: string };

export const known = <T>(value: T, source?: string): Fact<T> =>
  source === undefined ? { known: true, value } : { known: true, value, source };

export const unknown = <T>(reason: string): Fact<T> => ({ known: false, reason });

/** The schema of a fact around the schema of its value. */
export const factSchema = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('known', [
    z.object({ known: z.literal(true), value, source: z.string().optional() }),
    z.object({ known: z.literal(false), reason: z.string() }),
  ]);

/** The fact with its value changed; unknown stays unknown with its reason. */
export const mapFact = <T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> =>
  fact.known ? { ...fact, value: change(fact.value) } : fact;

/** A number as the kernel prints it in hexadecimal without 0x: a mask, an address. */
export const hexSchema = z.string().regex(/^[0-9a-f]{1,32}$/i, 'This is no hexadecimal number.');
