import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { allScenarios } from './catalogue.ts';
import { collectHost } from './godwit.ts';
import { hostPlace, type Machine } from './host-variant.ts';
import { clearJournal, keyOf, readJournal, remember } from './journal.ts';
import { gradeAgain, sweepRules } from './judge-again.ts';
import { knownInvisible } from './known-invisible.ts';
import { figuresOf, gradeAll } from './matrix.ts';
import type { Observation } from './observation.ts';
import { observe, type Trying } from './observe.ts';
import { clearDirectory, makeRunDirectory, type Places, sweepLeftOvers } from './places.ts';
import { faults, fullReport, summary, sweepLines } from './report.ts';
import type { Scenario } from './scenario.ts';

const usage = `npm run truth -- [options]
  --only TEXT      scenarios whose name contains the text (commas between several)
  --quick          a part of them, spread over all kinds
  --list           names only
  --resume         keep what an earlier run observed
  --report         try nothing, only report what was observed
  --without RULE   judge without this rule: each disagreement is told
  --sweep          judge without each rule in turn, from what was observed before
  --seed NUMBER    of the mixtures (1)
  --parallel N     trees at a time (2)
  --output FOLDER  journal, facts and reports (test-results/truth)`;

const options = {
  only: { type: 'string' },
  quick: { type: 'boolean' },
  list: { type: 'boolean' },
  resume: { type: 'boolean' },
  report: { type: 'boolean' },
  without: { type: 'string' },
  sweep: { type: 'boolean' },
  seed: { type: 'string', default: '1' },
  parallel: { type: 'string', default: '2' },
  output: { type: 'string' },
  help: { type: 'boolean' },
} as const;

type Found = Pick<Machine, 'criuPath' | 'older'>;

/** Of the long list, each so many-th: every kind keeps some. */
const quickStep = 7;

const choose = (scenarios: readonly Scenario[], { only, quick }: { only?: string; quick?: boolean }): Scenario[] => {
  const words = only?.split(',') ?? [''];
  const named = scenarios.filter(({ name }) => words.some((word) => name.includes(word)));
  return quick === true ? named.filter((_, at) => at % quickStep === 0) : named;
};

/** Tries the chosen scenarios and reports. Exit code 1 when judgement and CRIU disagree anywhere. */
export const main = async (places: Places, found: Found, argv: string[]): Promise<number> => {
  const { values } = parseArgs({ args: argv, options });
  if (values.help === true) return say([usage]);
  const everything = allScenarios(Number(values.seed));
  const chosen = choose(everything, values);
  if (values.list === true) return say(chosen.map(({ name }) => name));
  const output = path.resolve(places.repository, values.output ?? 'test-results/truth');
  mkdirSync(path.join(output, 'facts'), { recursive: true, mode: 0o700 });
  const journal = path.join(output, 'journal.jsonl');
  const keeps =
    values.resume === true || values.report === true || values.sweep === true || values.without !== undefined;
  if (!keeps) {
    clearJournal(journal);
    for (const old of readdirSync(path.join(output, 'facts'))) rmSync(path.join(output, 'facts', old));
  }
  sweepLeftOvers(places);
  const run = makeRunDirectory(places);
  try {
    const trying = {
      machine: { ...found, places, run },
      everything,
      chosen,
      journal,
      output,
      parallel: Number(values.parallel),
      onlyReports: values.report === true,
    };
    const observations = await observeAll(trying);
    return report(observations, output, values);
  } finally {
    clearDirectory(run);
  }
};

const say = (lines: readonly string[]): number => {
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
};

interface Work {
  machine: Machine;
  everything: readonly Scenario[];
  chosen: readonly Scenario[];
  journal: string;
  output: string;
  parallel: number;
  onlyReports: boolean;
}

const observeAll = async (work: Work): Promise<Observation[]> => {
  const known = readJournal(work.journal);
  // What has no facts is tried again: the judge was too slow, or the tree could not be made.
  const isKnown = (scenario: Scenario): boolean => existsSync(known.get(keyOf(scenario))?.source ?? '');
  const waiting = work.onlyReports ? [] : work.chosen.filter((scenario) => !isKnown(scenario));
  if (waiting.length > 0)
    await collectHost(await hostPlace(work.machine, {}, work.machine.run), path.join(work.machine.run, 'host.json'));
  const worker = async (): Promise<void> => {
    for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift()) {
      const number = work.everything.indexOf(scenario);
      const trying = { machine: work.machine, scenario, number, facts: path.join(work.output, 'facts') };
      const observation = await observeSteadily(trying);
      remember(work.journal, scenario, observation);
      known.set(keyOf(scenario), observation);
      tell(observation);
    }
  };
  await Promise.all(Array.from({ length: work.parallel }, worker));
  return work.chosen.map((scenario) => known.get(keyOf(scenario))).filter((one) => one !== undefined);
};

/**
 * What disagrees is observed once more, because other programs of this machine take terminals, ids and ports too. Both count
 * as seen: what agrees only the second time is reported as unsteady.
 */
const observeSteadily = async (trying: Trying): Promise<Observation> => {
  const first = await observe(trying);
  const [graded] = gradeAll([first]);
  if (graded === undefined || graded.grade.agrees) return first;
  const second = await observe(trying);
  const [again] = gradeAll([second]);
  if (again?.grade.agrees !== true) return second;
  return { ...second, unsteady: `${graded.grade.disagreement} ${first.cause?.raw ?? ''}` };
};

const tell = (observation: Observation): void => {
  const [graded] = gradeAll([observation]);
  const seconds = (observation.milliseconds / 1000).toFixed(1);
  const word = graded === undefined ? 'not made' : graded.grade.agrees ? 'agrees' : 'DISAGREES';
  const said = graded === undefined ? '' : `${graded.grade.judged} / ${graded.grade.outcome}`;
  say([`${word.padEnd(10)}${seconds.padStart(5)} s  ${observation.name}  ${said}`]);
};

interface Asked {
  without?: string;
  sweep?: boolean;
}

const report = (observations: readonly Observation[], output: string, { without, sweep }: Asked): number => {
  if (without !== undefined) return reportWithout(observations, without);
  const lines = fullReport(observations);
  writeFileSync(path.join(output, 'report.txt'), `${lines.join('\n')}\n`);
  writeFileSync(path.join(output, 'disagreements.md'), `${faults(observations).join('\n')}\n`);
  const graded = gradeAll(observations).map(({ observation, grade }) => ({ ...observation, grade }));
  const swept = sweep === true ? sweepRules(observations) : undefined;
  writeFileSync(
    path.join(output, 'report.json'),
    JSON.stringify({ figures: figuresOf(observations), swept, scenarios: graded }, null, 1),
  );
  say(['', ...summary(observations), '', `All of it, with every disagreement: ${path.join(output, 'report.txt')}`]);
  if (swept !== undefined) say(['', 'Without one rule:', ...sweepLines(swept)]);
  const untested =
    swept?.some(({ disagreements, cannotProvoke }) => disagreements.length === 0 && cannotProvoke === null) ?? false;
  const isMendable = graded.some(({ name, grade }) => !grade.agrees && knownInvisible[name] === undefined);
  return isMendable || untested ? 1 : 0;
};

const reportWithout = (observations: readonly Observation[], rule: string): number => {
  const [left] = sweepRules(observations, [rule]);
  if (left === undefined) return say([`There is no rule ${rule}.`]) + 2;
  const told = observations
    .filter(({ name }) => left.disagreements.includes(name))
    .map((one) => `  ${one.name}: ${gradeAgain(one, [rule]).disagreement}`);
  say([...sweepLines([left]), ...told]);
  return left.disagreements.length === 0 ? 1 : 0;
};
