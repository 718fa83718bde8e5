import type { CriuOptions, Finding } from './finding.ts';
import { optionNote } from './option-notes.ts';

/** One option set out of all findings that need one: minimal, consistent, ordered, each option once. */
export const mergeOptions = (findings: Finding[]): CriuOptions => {
  const chosen = findings.filter(({ severity }) => severity === 'needs-option').map(firstOptions);
  const dump = settle(chosen.flatMap((options) => options.dump));
  const repeated = dump.filter((option) => optionNote(option)?.repeated === true && !isChosenAtDump(option));
  return { dump, restore: settle([...chosen.flatMap((options) => options.restore), ...repeated]) };
};

/** Remedies are alternatives, best first: only the first one that sets options counts. */
const firstOptions = (finding: Finding): CriuOptions =>
  finding.remedies.map(({ options }) => options).find(({ dump, restore }) => dump.length + restore.length > 0) ?? {
    dump: [],
    restore: [],
  };

/** What comes from outside is named in another way at restore (`--inherit-fd`, `--external KEY`). */
const isChosenAtDump = (option: string): boolean => option.startsWith('--external=');

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
