import type { ErrorCode } from '@godwit/domain/errors';
import type { VerdictWord } from '@godwit/domain/verdict';

/** How the command ends; numbers from 64 on are those of sysexits.h. */
export const exitCodes = {
  ok: 0,
  refused: 1,
  undetermined: 2,
  usage: 64,
  badData: 65,
  noInput: 66,
  noProcess: 66,
  internal: 70,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byVerdict: Record<VerdictWord, ExitCode> = {
  migratable: exitCodes.ok,
  'migratable-with-options': exitCodes.ok,
  blocked: exitCodes.refused,
  undetermined: exitCodes.undetermined,
};

export const exitCodeOfVerdict = (word: VerdictWord): ExitCode => byVerdict[word];

const processGone: readonly ErrorCode[] = ['no-such-process', 'process-changed'];
const wrongInput: readonly ErrorCode[] = [
  'process-not-movable',
  'bundle-malformed',
  'bundle-version-unknown',
  'destination-is-source',
  'destination-missing',
  'input-invalid',
  'not-found',
  'not-signed-in',
  'token-invalid',
];
const refused: readonly ErrorCode[] = ['verdict-blocked', 'run-in-progress', 'run-not-cancellable', 'role-missing'];

export const exitCodeOfError = (code: ErrorCode): ExitCode => {
  if (processGone.includes(code)) return exitCodes.noProcess;
  if (wrongInput.includes(code)) return exitCodes.usage;
  return refused.includes(code) ? exitCodes.refused : exitCodes.internal;
};
