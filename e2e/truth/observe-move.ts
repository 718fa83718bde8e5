import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { FilePlan, StagingWish } from '@godwit/domain/file-plan';
import type { CriuOptions, Verdict } from '@godwit/domain/verdict';
import { ask, stateOf } from './ask.ts';
import type { Seen } from './attempt.ts';
import { dump, restore } from './criu.ts';
import {
  addDataDirectories,
  answerAsProduct,
  collect,
  collectAnswers,
  type JudgePlace,
  judgeAsProduct,
  judgeBundle,
  removeNonces,
} from './godwit.ts';
import { hostPlace, type Machine } from './host-variant.ts';
import { runArgv } from './run-argv.ts';
import type { Destination, FileWish } from './scenario.ts';
import { stageFiles } from './stage-files.ts';
import { fill, type Tree, until } from './tree.ts';
import { changeWorld, startWorld, type World } from './world.ts';

export interface Moved {
  verdict: Verdict | null;
  judgeError: string | null;
  asProduct?: { staging?: StagingWish };
  seen: Seen;
}

interface Moving {
  machine: Machine;
  here: JudgePlace;
  tree: Tree;
  work: string;
  bundles: { source: string; destination: string };
}

const readIfThere = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');

const fieldOf = (pid: string, at: number): string =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[at] ?? '';

/** What a change may name: ids and ports that are known only now. */
const placeholders = ({ tree, work }: Moving): Record<string, string> => {
  const task = `/proc/${tree.pid}/task`;
  const children = readFileSync(`${task}/${tree.pid}/children`, 'utf8').trim().split(' ');
  const child = children[0] ?? '';
  return {
    '{pid}': String(tree.pid),
    '{child}': child,
    '{group}': child === '' ? '' : fieldOf(child, 2),
    '{thread}': readdirSync(task).find((one) => Number(one) !== tree.pid) ?? '',
    '{port}': readIfThere(path.join(tree.directory, 'port')) || String(tree.port),
    '{terminal}': readIfThere(path.join(tree.directory, 'terminal')),
    '{address}': readIfThere(path.join(tree.directory, 'address')),
    '{name}': path.basename(work),
  };
};

const filled = (text: string, names: Record<string, string>, tree: Tree): string =>
  fill(
    Object.entries(names).reduce((made, [name, value]) => made.replaceAll(name, value), text),
    tree,
  );

/** Judges a move to a destination with one difference, and then makes it. */
export const observeMove = async (moving: Moving, difference: Destination): Promise<Moved> => {
  const { machine, tree, work, here } = moving;
  const shared = path.join(work, 'shared');
  rmSync(shared, { recursive: true, force: true });
  mkdirSync(shared, { recursive: true });
  await collect(here, tree.pid, path.join(shared, 'source.json'), true);
  const directories = wishFor(moving, difference)?.directories ?? [];
  if (directories.length > 0) await addDataDirectories(here, path.join(shared, 'source.json'), directories);
  const world = await startWorld(machine.places, work, shared, difference);
  try {
    const names = placeholders(moving);
    for (const change of difference.changes) {
      await changeWorld(
        machine.places,
        world,
        change.map((one) => filled(one, names, tree)),
      );
    }
    const there = await placeThere(moving, world, difference);
    const wish = wishFor(moving, difference);
    const judged = await judgeMove(moving, there, { shared, wish });
    return {
      ...judged,
      ...(wish === undefined ? {} : { asProduct: { staging: wish } }),
      seen: await carryOver(moving, {
        world,
        there,
        shared,
        options: judged.verdict?.options ?? { dump: [], restore: [] },
        holdsSource: difference.holdsSource === true,
        plan: judged.verdict?.filePlan,
      }),
    };
  } finally {
    await world.end();
  }
};

/** An agent keeps images there, and so whether there is room is judged of that place. */
const imagesParent = '/var/lib/godwit/images';
const imagesThere = `${imagesParent}/truth`;

const placeThere = async (moving: Moving, world: World, difference: Destination): Promise<JudgePlace> => {
  const place = await hostPlace(moving.machine, difference, imagesParent);
  await runArgv([...world.enter, 'mkdir', '-p', imagesParent]);
  const group = difference.memoryMiB === undefined ? [] : inGroup(moving, difference.memoryMiB);
  return { ...place, before: [...world.enter, ...group, ...place.before] };
};

const inGroup = ({ machine, work }: Moving, mebibytes: number): string[] => {
  const group = `/sys/fs/cgroup/memory/godwit-truth-${path.basename(work)}`;
  return [
    '/usr/bin/python3',
    path.join(machine.places.programs, 'processes/in_group.py'),
    group,
    String(mebibytes << 20),
  ];
};

const wishFor = ({ tree }: Pick<Moving, 'tree'>, { staging }: Destination): StagingWish | undefined => {
  if (staging === undefined) return undefined;
  const of = (word: keyof FileWish): string[] => (staging[word] ?? []).map((one) => fill(one, tree));
  return {
    by: 'the truth',
    directories: of('directories'),
    approved: of('approved'),
    replace: of('replace'),
    excluded: of('excluded'),
  };
};

const judgeMove = async (
  { here, bundles }: Moving,
  there: JudgePlace,
  { shared, wish }: { shared: string; wish?: StagingWish },
): Promise<Pick<Moved, 'verdict' | 'judgeError'>> => {
  const [source, destination] = [path.join(shared, 'source.json'), path.join(shared, 'destination.json')];
  try {
    await (wish === undefined ? collectAnswers : answerAsProduct)(there, source, destination);
    await removeNonces(here, source);
    copyFileSync(source, bundles.source);
    copyFileSync(destination, bundles.destination);
    const asked = { destination, ...(wish === undefined ? {} : { staging: wish }) };
    const verdict = await (wish === undefined
      ? judgeBundle(here, source, destination)
      : judgeAsProduct(here, source, asked));
    return { verdict, judgeError: null };
  } catch (error) {
    return { verdict: null, judgeError: String(error) };
  }
};

interface Carrying {
  world: World;
  there: JudgePlace;
  shared: string;
  options: CriuOptions;
  holdsSource: boolean;
  /** What travels along. */
  plan?: FilePlan;
}

const carryOver = async (
  { here, tree, machine }: Moving,
  { world, there, shared, options, plan, holdsSource }: Carrying,
): Promise<Seen> => {
  const images = path.join(shared, 'images');
  const held = holdsSource ? ['--leave-stopped'] : [];
  const dumped = await dump(here, tree.pid, images, [...options.dump, ...held]);
  if (dumped.code !== 0) return { outcome: 'refused-dump', lost: [], cause: dumped.cause };
  if (!holdsSource) await until(() => stateOf(tree.pid) === null, 5000);
  const copied = await runArgv([...world.enter, 'cp', '-r', images, imagesThere], { deadlineMs: 10_000 });
  if (copied.code !== 0)
    return { outcome: 'refused-restore', lost: [], cause: { text: copied.errors, raw: `Error ${copied.errors}` } };
  const unstaged = plan === undefined ? null : await stageFiles(world, shared, plan);
  if (unstaged !== null) return { outcome: 'refused-restore', lost: [], cause: { text: unstaged, raw: unstaged } };
  const back = await restore(machine.places, there, { directory: imagesThere, root: world.root }, options.restore);
  try {
    if (back.code !== 0) return { outcome: 'refused-restore', lost: [], cause: back.cause };
    const { lost } = await ask({
      tree,
      pid: null,
      root: world.root,
      before: [...world.enter, 'env', '-C', tree.directory],
    });
    return { outcome: lost.length === 0 ? 'carried' : 'lost', lost, cause: null };
  } finally {
    await back.kept.end();
  }
};
