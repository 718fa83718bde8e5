import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CannotStart } from './cannot-start.ts';
import { type Kept, keep } from './keeper.ts';
import type { Places } from './places.ts';
import { runArgv } from './run-argv.ts';
import type { Destination } from './scenario.ts';
import { until } from './tree.ts';

/** A destination that runs. */
export interface World {
  /** Comes before the argv of a command that is to run there. */
  enter: readonly string[];
  /** Its root as seen from here. */
  root: string;
  end: () => Promise<void>;
}

/** Starts a destination in which nothing is changed yet. `shared` is seen on both sides. */
export const startWorld = async (
  places: Places,
  work: string,
  shared: string,
  { rootSize = '512m' }: Destination,
): Promise<World> => {
  const directory = path.join(work, 'world');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  rmSync(path.join(shared, 'world-ready'), { force: true });
  const kept = keep(places, {
    argv: [
      '/usr/bin/python3',
      path.join(places.programs, 'processes/world.py'),
      directory,
      shared,
      'elsewhere',
      rootSize,
    ],
    cwd: '/',
    output: path.join(work, 'world.output'),
    how: 'leader',
  });
  const isReady = await until(() => existsSync(path.join(shared, 'world-ready')), 10_000);
  if (!isReady) return refuse(kept, work);
  const outside = await kept.pid;
  const first = readFileSync(`/proc/${outside}/task/${outside}/children`, 'utf8').trim();
  const enter = ['nsenter', '--target', first, '--mount', '--uts', '--ipc', '--net', '--pid', '--'];
  return { enter, root: `/proc/${first}/root`, end: () => kept.end() };
};

const refuse = async (kept: Kept, work: string): Promise<never> => {
  await kept.end();
  const output = path.join(work, 'world.output');
  throw new CannotStart(
    `The destination did not start: ${existsSync(output) ? readFileSync(output, 'utf8').slice(-300) : ''}`,
  );
};

/** Makes one thing different there. */
export const changeWorld = async (places: Places, world: World, change: readonly string[]): Promise<void> => {
  const argv = [...world.enter, '/usr/bin/python3', path.join(places.programs, 'processes/change.py'), ...change];
  const { code, errors } = await runArgv(argv, { deadlineMs: 10_000 });
  if (code !== 0) throw new CannotStart(`The change ${change.join(' ')} failed: ${errors.slice(-300)}`);
};
