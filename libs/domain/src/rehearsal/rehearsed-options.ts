import type { CriuOptions } from '../verdict/index.ts';

/** What would reach beyond the namespaces of a rehearsal: a network namespace of the host, or a socket of a program there. */
const reachingOut = [/^--join-ns=/, /^--ext-unix-sk$/, /^--external=(?!mnt\[)/];

/** The first option of a restore that reaches beyond a rehearsal; undefined when none does. */
export const optionReachingOut = (restore: readonly string[]): string | undefined =>
  restore.find((option) => reachingOut.some((pattern) => pattern.test(option)));

/**
 * The options of a move as a rehearsal uses them. The dump is the same. At restore connections are closed instead of kept, because
 * their clients must not hear of the copy.
 */
export const rehearsedOptions = ({ dump, restore }: CriuOptions): CriuOptions => ({
  dump: [...dump],
  restore: [...restore.filter((option) => option !== '--tcp-established' && option !== '--tcp-close'), '--tcp-close'],
});
