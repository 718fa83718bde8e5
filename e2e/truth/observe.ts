import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CriuOptions, Verdict } from '@godwit/domain/verdict';
import { attempt, attemptWithout, imagesIn, type Seen } from './attempt.ts';
import { CannotStart } from './cannot-start.ts';
import { dump } from './criu.ts';
import { collect, type JudgePlace, judgeBundle } from './godwit.ts';
import { hostPlace, type Machine } from './host-variant.ts';
import { keyOf } from './journal.ts';
import type { Observation, Trial } from './observation.ts';
import { observeContainer } from './observe-container.ts';
import { observeImages } from './observe-images.ts';
import { observeMove } from './observe-move.ts';
import { clearDirectory, removeCgroups } from './places.ts';
import type { Scenario } from './scenario.ts';
import { startTree, type Tree } from './tree.ts';

export interface Trying {
  machine: Machine;
  scenario: Scenario;
  /** Its place in the list: names its directory, and its port. */
  number: number;
  /** Where the facts are kept. */
  facts: string;
}

const none: CriuOptions = { dump: [], restore: [] };
const firstPort = 24_000;

/** Starts one scenario, judges it, tries it, asks it, and takes everything away again. */
export const observe = async (trying: Trying): Promise<Observation> => {
  const started = performance.now();
  const { machine, scenario, number, facts } = trying;
  const work = path.join(machine.run, `s${String(number).padStart(3, '0')}`);
  mkdirSync(imagesIn(work), { recursive: true });
  const file = (word: string): string => path.join(facts, `${keyOf(scenario)}-${word}.json`);
  const base = {
    name: scenario.name,
    source: file('source'),
    destination: scenario.destination === undefined ? null : file('destination'),
  };
  try {
    const observed = await observeIn(trying, { work, source: base.source, destination: base.destination });
    return { ...base, ...observed, notStarted: null, milliseconds: Math.round(performance.now() - started) };
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    const nothing = {
      verdict: null,
      judgeError: null,
      options: none,
      outcome: 'refused-dump',
      lost: [],
      cause: null,
      trials: [],
    } as const;
    const milliseconds = Math.round(performance.now() - started);
    return { ...base, ...nothing, lost: [], trials: [], notStarted: error.message.slice(-400), milliseconds };
  } finally {
    clearDirectory(work);
    for (const folder of ['/sys/fs/cgroup/unified', '/sys/fs/cgroup/pids', '/sys/fs/cgroup/memory'])
      removeCgroups(folder);
  }
};

export interface Files {
  work: string;
  source: string;
  destination: string | null;
}

export type Observed = Omit<Observation, 'name' | 'source' | 'destination' | 'notStarted' | 'milliseconds'>;

const observeIn = async (trying: Trying, files: Files): Promise<Observed> => {
  const { machine, scenario, number } = trying;
  const { host = {}, destination } = scenario;
  const mount = path.join(files.work, 'images');
  if (host.imagesMiB !== undefined)
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${host.imagesMiB}m`, 'tmpfs', mount]);
  const place = await hostPlace(machine, host, mount);
  const start = async (): Promise<Tree> => {
    const started = await startTree(machine.places, scenario, files.work, firstPort + number);
    if (scenario.dumpKilled === true) await killDump(place, started.pid, files.work);
    return started;
  };
  if (scenario.container !== undefined) return observeContainer(trying, place, files);
  const tree = await start();
  if (scenario.images !== undefined) return observeImagesOf(place, tree, files, scenario.images);
  if (destination === undefined) return observeHere(place, { tree, start, files });
  try {
    const bundles = { source: files.source, destination: files.destination ?? '' };
    const { verdict, judgeError, seen, asProduct } = await observeMove(
      { machine, here: place, tree, work: files.work, bundles },
      destination,
    );
    const how = asProduct === undefined ? {} : { asProduct };
    return { verdict, judgeError, ...how, options: verdict?.options ?? none, ...seen, trials: [] };
  } finally {
    await tree.end();
  }
};

const killer = '#!/bin/sh\nif [ "$CRTOOLS_SCRIPT_ACTION" = post-dump ]; then kill -9 $PPID; fi\n';

/** CRIU takes its temporary links away when a dump ends in any way but this one. */
const killDump = async (place: JudgePlace, pid: number, work: string): Promise<void> => {
  const script = path.join(work, 'kill-criu');
  writeFileSync(script, killer, { mode: 0o755 });
  const options = ['--link-remap', '--leave-running', `--action-script=${script}`];
  const { code } = await dump(place, pid, `${imagesIn(work)}-killed`, options);
  if (code === 0) throw new CannotStart('The dump was not killed.');
};

const observeImagesOf = async (
  place: JudgePlace,
  tree: Tree,
  { work, source }: Files,
  changes: NonNullable<Scenario['images']>,
): Promise<Observed> => {
  try {
    return await observeImages({ place, tree, images: imagesIn(work), source }, changes);
  } finally {
    await tree.end();
  }
};

interface Here {
  tree: Tree;
  start: () => Promise<Tree>;
  files: Files;
}

const observeHere = async (place: JudgePlace, { tree: first, start, files }: Here): Promise<Observed> => {
  let tree = first;
  try {
    const { verdict, judgeError } = await judgeHere(place, tree, files);
    const options = verdict?.options ?? none;
    const trials: Trial[] = [];
    const images = imagesIn(files.work);
    for (const option of verdict?.verdict === 'migratable-with-options' ? options.dump : []) {
      const { trial, isUntouched } = await attemptWithout(place, tree, { images, options, option });
      trials.push(trial);
      if (isUntouched) continue;
      await tree.end();
      tree = await start();
    }
    const { seen, atRestore } = await attempt(place, tree, images, options);
    keepLog(images, files.source);
    return { verdict, judgeError, options, ...(seen satisfies Seen), trials: [...trials, ...atRestore] };
  } finally {
    await tree.end();
  }
};

const judgeHere = async (
  place: JudgePlace,
  tree: Tree,
  { source }: Files,
): Promise<{ verdict: Verdict | null; judgeError: string | null }> => {
  try {
    await collect(place, tree.pid, source);
    return { verdict: await judgeBundle(place, source, null), judgeError: null };
  } catch (error) {
    return { verdict: null, judgeError: String(error) };
  }
};

const keepLog = (images: string, source: string): void => {
  for (const name of ['dump', 'restore']) {
    const log = path.join(images, `${name}.log`);
    if (existsSync(log)) copyFileSync(log, source.replace('source.json', `${name}.log`));
  }
};
