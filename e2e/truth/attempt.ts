import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CriuOptions } from '@godwit/domain/verdict';
import { ask, stateOf } from './ask.ts';
import { dump, restore } from './criu.ts';
import type { JudgePlace } from './godwit.ts';
import { treeOf } from './locks.ts';
import type { Outcome, Trial } from './observation.ts';
import { type Tree, until } from './tree.ts';

export type Seen = Pick<Trial, 'outcome' | 'lost' | 'cause'>;

const isGone = (pid: number): boolean => {
  const state = stateOf(pid);
  return state === null || state === 'Z';
};

export const dumped = async (
  place: JudgePlace,
  tree: Tree,
  images: string,
  options: readonly string[],
): Promise<Seen | null> => {
  rmSync(images, { recursive: true, force: true, maxRetries: 2 });
  const pids = treeOf(tree.pid);
  const { code, cause } = await dump(place, tree.pid, images, options);
  if (code !== 0) return { outcome: 'refused-dump', lost: [], cause };
  // All of them: whoever adopted the dead may be slow to reap them, and as long as one waits its id is taken.
  await until(() => isGone(tree.pid) && !pids.some((pid) => existsSync(`/proc/${pid}`)), 5000);
  // Nobody restores within a tenth of a second; what starts the program again has done so by then.
  if (tree.scenario.restarted === true) await until(() => isStartedAgain(tree), 5000);
  return null;
};

const isStartedAgain = ({ directory, pid }: Tree): boolean => {
  const ready = readFileSync(path.join(directory, 'ready'), 'utf8').trim();
  return ready !== '' && Number(ready) !== pid;
};

const restored = async (place: JudgePlace, tree: Tree, images: string, options: readonly string[]): Promise<Seen> => {
  const back = await restore(place.places, place, { directory: images }, options);
  try {
    if (back.code !== 0) return { outcome: 'refused-restore', lost: [], cause: back.cause };
    const { lost } = await ask({ tree, pid: back.pid });
    const outcome: Outcome = lost.length === 0 ? 'carried' : 'lost';
    return { outcome, lost, cause: null };
  } finally {
    await back.kept.end();
  }
};

/** Dumps and restores on the same host with exactly these options, and asks. `before` runs between the two. */
export const attempt = async (
  place: JudgePlace,
  tree: Tree,
  images: string,
  options: CriuOptions,
): Promise<{ seen: Seen; atRestore: Trial[] }> => {
  const refused = await dumped(place, tree, images, options.dump);
  if (refused !== null) return { seen: refused, atRestore: [] };
  return attemptRestore(place, tree, images, options.restore);
};

/**
 * Restores with all options, and then without each in turn. What is restored first finds the files as the dump left them: a
 * program may change them as soon as it runs.
 */
export const attemptRestore = async (
  place: JudgePlace,
  tree: Tree,
  images: string,
  options: readonly string[],
): Promise<{ seen: Seen; atRestore: Trial[] }> => {
  const seen = await restored(place, tree, images, options);
  const atRestore: Trial[] = [];
  for (const option of options) {
    atRestore.push({ option, side: 'restore', ...(await restored(place, tree, images, leaveOut(options, option))) });
  }
  return { seen, atRestore };
};

const wordOf = (option: string): string => option.split('=')[0] ?? option;
const leaveOut = (options: readonly string[], option: string): string[] =>
  options.filter((one) => wordOf(one) !== wordOf(option));

/** The same without one option on both sides. Tells whether the tree lives on as it was. */
export const attemptWithout = async (
  place: JudgePlace,
  tree: Tree,
  { images, options, option }: { images: string; options: CriuOptions; option: string },
): Promise<{ trial: Trial; isUntouched: boolean }> => {
  const refused = await dumped(place, tree, images, leaveOut(options.dump, option));
  if (refused !== null) return { trial: { option, side: 'both', ...refused }, isUntouched: !isGone(tree.pid) };
  const seen = await restored(place, tree, images, leaveOut(options.restore, option));
  return { trial: { option, side: 'both', ...seen }, isUntouched: false };
};

export const imagesIn = (work: string): string => path.join(work, 'images', 'images');
