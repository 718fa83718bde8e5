import type { Fact } from '../facts/index.ts';

/** A fact that a bundle may lack altogether, as what is known of it or why it is not. */
export const needed = <T>(fact: Fact<T> | undefined): Fact<T> =>
  fact ?? { known: false, reason: 'it was not read by the program that collected the facts' };

/** The value of a fact that only refines a judgement: undefined where it is not known. */
export const knownValue = <T>(fact: Fact<T> | undefined): T | undefined => (fact?.known ? fact.value : undefined);

/** A sysctl as a number; undefined where the kernel has none or it was not read. */
export const numberOf = (sysctls: Record<string, Fact<string>> | undefined, name: string): number | undefined => {
  const text = knownValue(sysctls?.[name]);
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
};
