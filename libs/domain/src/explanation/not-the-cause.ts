import type { LogLine } from './log-line.ts';

/** Errors that stop nothing. */
const harmless: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/rlimit: Can't setup RLIMIT_NOFILE for self/, 'harmless: printed on every host without CAP_SYS_RESOURCE'],
  [
    /tun: (Unable to create tun|Can't check tun support|No proper support)/,
    'harmless: only tries out whether tun devices work',
  ],
  [
    /execvp\("ip6?tables[\w-]*-save"|ip6?tables[\w-]*-save -V failed/,
    'harmless: only looks which firewall tools are there',
  ],
  [/cgroupns not supported\. This is not fatal/, 'harmless: CRIU says so itself'],
  [/Can't keep kdat cache|Can't load .*kdat/, 'harmless: only makes the next start slower'],
];

/** Errors that follow from an earlier one. They are the cause only when nothing else is told. */
const consequences: readonly RegExp[] = [
  /^(Dump|Collect|Pre-dumping) .*(failed with -?\d+|failed \(pid: \d+\))$/,
  /^(\d+ )?exited, status=-?\d+/,
  /^Unable to open fd=-?\d+ id=/,
  /^`- Can't open vma/,
  /Message (reply from|to) daemon is trimmed|Command \d+ for daemon failed with|Communication error/,
  /cgroupd: recv req error|cgroupd: send req error/,
  /One of more action scripts failed/,
  /Can't (dump page|dump sigactions .*|dump unprotect vmas) with parasite|Can't cure/,
  /^Unable to (detach from|detach|restart the|resume) \d+/,
  /killed by signal \d+|stopped by signal \d+|Killing processes because of failure/,
  /^Restorer (fail|abnormal)/,
  /^Namespaces dumping finished with error|^Can't dump ns|uns: (daemon exited|Async call)/,
  /Child (exited|wasn't terminated)|worker (failed|didn't die)/,
  /Diag module missing|Lazy pages are not available/,
  /Failed to wait on helpers|Can't wait ns dumper|Unable to wait/,
];

/** CRIU's last word, which says only that it failed. */
const lastWord = /^(Dumping|Pre-dumping|Restoring|Lazy pages transfer) FAILED/;

export const isLastWord = ({ text }: LogLine): boolean => lastWord.test(text);

/** Why an error is of no importance, null when it may be. */
export const harmlessReason = ({ text }: LogLine): string | null =>
  harmless.find(([pattern]) => pattern.test(text))?.[1] ?? null;

export const isConsequence = ({ text }: LogLine): boolean => consequences.some((pattern) => pattern.test(text));
