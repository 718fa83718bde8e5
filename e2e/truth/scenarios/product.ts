import type { Hold, Parameters, Scenario } from '../scenario.ts';

type Choices = Record<string, readonly Parameters[string][]>;

const combinations = (choices: Choices): Parameters[] =>
  Object.entries(choices).reduce<Parameters[]>(
    (made, [name, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );

const plain = (value: Parameters[string]): string =>
  String(value)
    .replace(/[^a-zA-Z0-9.]+/g, '-')
    .replace(/^-|-$/g, '');

/** `file-lock.how=flock.held=true`: what the scenario consists of is its name. */
export const nameOf = ([block, parameters]: Hold): string =>
  [block.replaceAll('_', '-'), ...Object.entries(parameters).map(([name, value]) => `${name}=${plain(value)}`)].join(
    '.',
  );

/** One scenario for every combination of the choices for one block. */
export const each = (block: string, choices: Choices = {}, rest: Partial<Scenario> = {}): Scenario[] =>
  combinations(choices).map((parameters) => {
    const hold: Hold = [block, parameters];
    return { name: nameOf(hold), holds: [hold], ...rest };
  });

/** The same with a neighbour outside of the tree, whose block gets the parameters named in `alsoFor`. */
export const eachBeside = (
  block: string,
  other: string,
  choices: Choices = {},
  alsoFor: readonly string[] = [],
): Scenario[] =>
  each(block, choices).map((scenario) => {
    const [, parameters] = scenario.holds?.[0] ?? ['', {}];
    const taken = Object.entries(parameters).filter(([name]) => alsoFor.includes(name));
    return { ...scenario, other: [[other, Object.fromEntries(taken)]] };
  });

/** Gives every scenario a word in front of its name, and what else it needs. */
export const all = (word: string, scenarios: readonly Scenario[], rest: Partial<Scenario>): Scenario[] =>
  scenarios.map((scenario) => ({ ...scenario, ...rest, name: `${word}.${scenario.name}` }));
