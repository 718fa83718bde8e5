import type { CriuOptions, Finding } from './finding.ts';

/** Options that stand in the images: CRIU refuses the restore, or loses the state, when they are not given again. */
const repeatedAtRestore = new Set([
  '--shell-job',
  '--tcp-established',
  '--tcp-close',
  '--file-locks',
  '--ext-unix-sk',
  '--allow-uprobes',
]);

/** One option set out of all findings that need one: minimal, consistent, ordered, each option once. */
export const mergeOptions = (findings: Finding[]): CriuOptions => {
  const chosen = findings.filter(({ severity }) => severity === 'needs-option').map(firstOptions);
  const dump = settle(chosen.flatMap((options) => options.dump));
  const repeated = dump.filter((option) => repeatedAtRestore.has(option));
  return { dump, restore: settle([...chosen.flatMap((options) => options.restore), ...repeated]) };
};

/** Remedies are alternatives, best first: only the first one that sets options counts. */
const firstOptions = (finding: Finding): CriuOptions =>
  finding.remedies.map(({ options }) => options).find(({ dump, restore }) => dump.length + restore.length > 0) ?? {
    dump: [],
    restore: [],
  };

const settle = (options: string[]): string[] => {
  const unique = new Set(withoutClose(options).filter((option) => !option.startsWith(ghostLimit)));
  return [...unique, ...largestGhostLimit(options)].sort((left, right) => (left < right ? -1 : 1));
};

/** Keeping a connection and closing it exclude each other; keeping loses nothing. */
const withoutClose = (options: string[]): string[] =>
  options.includes('--tcp-established') ? options.filter((option) => option !== '--tcp-close') : options;

const ghostLimit = '--ghost-limit=';

const largestGhostLimit = (options: string[]): string[] => {
  const limits = options
    .filter((option) => option.startsWith(ghostLimit))
    .map((option) => Number(option.slice(ghostLimit.length)));
  return limits.length === 0 ? [] : [`${ghostLimit}${Math.max(...limits)}`];
};
