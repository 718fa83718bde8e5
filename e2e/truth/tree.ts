import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CannotStart } from './cannot-start.ts';
import { withoutRights } from './host-variant.ts';
import { type Kept, keep } from './keeper.ts';
import { locksOf, treeOf } from './locks.ts';
import type { Places } from './places.ts';
import { runArgv } from './run-argv.ts';
import type { Question, Scenario } from './scenario.ts';

/** A started scenario. */
export interface Tree {
  pid: number;
  /** Its own directory, as the program sees it. */
  directory: string;
  scenario: Scenario;
  port: number;
  /** Locks it holds all the time; known only where it keeps its process ids. */
  locks: readonly string[];
  end: () => Promise<void>;
}

export const until = async (holds: () => boolean | Promise<boolean>, deadlineMs: number): Promise<boolean> => {
  const giveUp = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > giveUp) return false;
    await setTimeout(15);
  }
  return true;
};

const readIfThere = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Starts the tree, and its neighbour where there is one, in a fresh directory. */
export const startTree = async (places: Places, scenario: Scenario, work: string, port: number): Promise<Tree> => {
  const directory = path.join(work, 'dir');
  const other = path.join(work, 'other');
  for (const one of [directory, other]) {
    rmSync(one, { recursive: true, force: true });
    mkdirSync(one, { recursive: true, mode: 0o755 });
  }
  const kept: Kept[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(kept.map((one) => one.end()));
  };
  try {
    const place = { places, scenario, directory, other, port, kept };
    const pid = scenario.program === undefined ? await startHolder(place) : await startProgram(place);
    const locks = scenario.unshare?.includes('pid') === true ? [] : await steadyLocks(pid);
    return { pid, directory, scenario, port, locks, end };
  } catch (error) {
    await end();
    throw error;
  }
};

const steadyLocks = async (pid: number): Promise<string[]> => {
  const before = locksOf(treeOf(pid));
  if (before.length === 0) return [];
  await setTimeout(100);
  const after = locksOf(treeOf(pid));
  return before.filter((lock) => after.includes(lock));
};

interface Starting {
  places: Places;
  scenario: Scenario;
  directory: string;
  other: string;
  port: number;
  kept: Kept[];
}

const filledSetup = (starting: Starting): string[][] =>
  (starting.scenario.setup ?? []).map((argv) => argv.map((one) => fill(one, starting)));

const confined = ({ host }: Scenario, isRoot: boolean): string[] =>
  isRoot && host?.confines === true ? withoutRights(host.withoutCapabilities ?? []) : [];

const hold = (starting: Starting, directory: string, spec: object, isRoot: boolean): Kept => {
  const { places, scenario } = starting;
  writeFileSync(path.join(directory, 'spec.json'), JSON.stringify(spec));
  const program = ['/usr/bin/python3', path.join(places.programs, 'processes/hold.py')];
  const loop = ['bash', '-c', `while :; do setsid ${program.join(' ')}; sleep 0.1; done`];
  const kept = keep(places, {
    argv: [...confined(scenario, isRoot), ...(isRoot && scenario.restarted === true ? loop : program)],
    cwd: directory,
    output: path.join(path.dirname(directory), `${path.basename(directory)}.output`),
    how: isRoot ? (scenario.footing ?? 'leader') : 'leader',
    ...(isRoot ? { unshare: scenario.unshare ?? [], setup: filledSetup(starting) } : {}),
  });
  starting.kept.push(kept);
  return kept;
};

const startHolder = async (starting: Starting): Promise<number> => {
  const { scenario, directory, other } = starting;
  const root = hold(starting, directory, { holds: scenario.holds, other }, true);
  if (scenario.other !== undefined) hold(starting, other, { holds: scenario.other, other: directory }, false);
  const ready = (one: string): boolean => existsSync(path.join(one, 'ready'));
  const areReady = (): boolean => ready(directory) && (scenario.other === undefined || ready(other));
  const pid = await root.pid;
  await until(() => areReady() || !existsSync(`/proc/${pid}`), 8000);
  if (!areReady()) throw new CannotStart(outputOf(directory) || outputOf(other) || 'It was not ready in time.');
  // What is done last, after it said that it is ready.
  await setTimeout(scenario.holds?.some(([block]) => /leader|stopped_root/.test(block)) ? 250 : 30);
  return scenario.restarted === true ? Number(readFileSync(path.join(directory, 'ready'), 'utf8')) : pid;
};

const outputOf = (directory: string): string =>
  readIfThere(`${directory}.output`).trim().split('\n').slice(-3).join(' ') +
  readIfThere(`${directory}.output.keeper`).slice(-300);

export const fill = (text: string, { directory, port }: { directory: string; port: number }): string =>
  text.replaceAll('{dir}', directory).replaceAll('{port}', String(port));

const startProgram = async (starting: Starting): Promise<number> => {
  const { places, scenario, directory, port, kept } = starting;
  const { program } = scenario;
  if (program === undefined) throw new Error('There is no program.');
  for (const [name, text] of Object.entries(program.files ?? {}))
    writeFileSync(path.join(directory, name), fill(text, starting));
  for (const argv of program.prepare ?? []) {
    const done = await runArgv(
      argv.map((one) => fill(one, starting)),
      { cwd: directory },
    );
    if (done.code !== 0) throw new CannotStart(`${argv[0]}: ${done.errors.slice(-300)}`);
  }
  const env = Object.fromEntries(
    Object.entries(program.environment ?? {}).map(([name, value]) => [name, fill(value, starting)]),
  );
  const argv = program.argv.map((one) => fill(one, starting));
  const rest = { unshare: scenario.unshare ?? [], setup: filledSetup(starting), env };
  const root = keep(places, {
    argv,
    cwd: directory,
    output: `${directory}.output`,
    how: scenario.footing ?? 'leader',
    ...rest,
  });
  kept.push(root);
  const pid = await root.pid;
  if (!(await until(() => answers(program.ready, { directory, port }), 12_000)))
    throw new CannotStart(outputOf(directory) || 'It was not ready in time.');
  if (program.beside !== undefined) await startBeside(starting, program.beside);
  await setTimeout(100);
  return pid;
};

const startBeside = async (starting: Starting, beside: readonly string[]): Promise<void> => {
  const { places, directory, kept } = starting;
  const argv = beside.map((one) => fill(one, starting));
  kept.push(keep(places, { argv, cwd: directory, output: `${directory}.beside`, how: 'leader' }));
  const isThere = await until(() => existsSync(path.join(directory, 'connected')), 6000);
  if (!isThere) throw new CannotStart(`The client did not connect. ${readIfThere(`${directory}.beside`).slice(-300)}`);
};

/** Whether a question is answered as expected. */
export const answers = async (
  question: Question,
  place: { directory: string; port: number; before?: readonly string[] },
): Promise<boolean> => {
  const argv = [...(place.before ?? []), ...question.argv.map((one) => fill(one, place))];
  const { code, output, errors } = await runArgv(argv, {
    cwd: place.before === undefined ? place.directory : '/',
    deadlineMs: 4000,
  });
  return code === 0 && new RegExp(question.expects).test(output + errors);
};
