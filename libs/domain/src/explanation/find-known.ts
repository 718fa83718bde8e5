import { fillTemplate } from '../rules/fill-template.ts';
import { type Rule, rules } from '../rules/index.ts';
import type { FindingKind } from '../rules/rule.ts';
import type { CriuOperation } from './explanation.ts';
import { knownErrors } from './known-errors/index.ts';
import type { KnownError } from './known-errors/known-error.ts';

/** What the catalogue says of one line. */
export interface Known {
  errorId: string | null;
  meaning: string;
  remedies: string[];
}

const table = knownErrors.map((entry) => ({ entry, pattern: new RegExp(entry.pattern) }));
const printedPlainly = table.filter(({ entry }) => entry.notAnError);

interface Foretold {
  finding: string;
  rule: Rule;
  kind: FindingKind;
  pattern: RegExp;
}

const foretold: readonly Foretold[] = rules.flatMap((rule) =>
  Object.entries(rule.findings).flatMap(([name, kind]) =>
    kind.criuError === null ? [] : [{ finding: `${rule.id}.${name}`, rule, kind, pattern: new RegExp(kind.criuError) }],
  ),
);

/** A text with what the line told; what it left open is said to be so. */
const fill = (text: string, groups: Record<string, string | undefined>): string => {
  const told = Object.fromEntries(
    Object.entries(groups).filter((group): group is [string, string] => Boolean(group[1])),
  );
  return fillTemplate(text, told).replace(/\{\w+\}/g, 'not told');
};

/** The sentences of a rule's message that stand without evidence, which a log does not give. */
const generalSentences = ({ message }: FindingKind): string =>
  message
    .split(/(?<=\.)\s+/)
    .filter((sentence) => !/\{\w+\}/.test(sentence))
    .join(' ');

const fromRule = ({ rule, kind }: Foretold): Known => ({
  errorId: null,
  meaning: `The preflight tells this beforehand (${rule.title}). ${generalSentences(kind)}`.trim(),
  remedies: kind.remedies.map(({ text }) => text).filter((text) => !/\{\w+\}/.test(text)),
});

const matchingRules = (text: string): Foretold[] => foretold.filter(({ pattern }) => pattern.test(text));

/** Ids of the findings that foretell this line. A dump does not print what a restore would. */
export const findingsFor = (text: string, operation: CriuOperation): string[] => {
  const printed = matchingRules(text).filter(({ kind }) => operation === 'restore' || kind.noticed !== 'restore');
  return [...new Set(printed.map(({ finding }) => finding))];
};

/** Looks up the text of an error; null when neither the table nor any rule knows it. */
export const findKnown = (text: string): Known | null => {
  for (const { entry, pattern } of table) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const groups = match.groups ?? {};
    const remedies = entry.remedies.map((remedy) => fill(remedy, groups));
    return { errorId: entry.id, meaning: fill(entry.meaning, groups), remedies };
  }
  const [first] = matchingRules(text);
  return first === undefined ? null : fromRule(first);
};

/** The entry for a true cause that CRIU prints without calling it an error. */
export const findPlainCause = (text: string): KnownError | null =>
  printedPlainly.find(({ pattern }) => pattern.test(text))?.entry ?? null;

/** Whether the table or a rule explains a line. */
export const isKnownError = (text: string): boolean => findKnown(text) !== null;
