import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Verdict } from '@godwit/domain/verdict';
import { ask } from './ask.ts';
import type { Seen } from './attempt.ts';
import { checkpoint, membersOf, restoreContainer, startContainer, type TruthContainer } from './container.ts';
import { answerAsProduct, collect, type JudgePlace, judgeAsProduct, removeNonces } from './godwit.ts';
import type { Files, Observed, Trying } from './observe.ts';
import type { Scenario } from './scenario.ts';
import type { Tree } from './tree.ts';
import { changeWorld, startWorld, type World } from './world.ts';

interface Held {
  trying: Trying;
  place: JudgePlace;
  tree: Tree;
  container: TruthContainer;
  work: string;
  /** Seen on both sides. */
  shared: string;
}

/** Starts a container, has it judged as the portal does, and has runc dump and restore it: here, or in a world of its own. */
export const observeContainer = async (trying: Trying, place: JudgePlace, files: Files): Promise<Observed> => {
  const { scenario, machine } = trying;
  const directory = path.join(files.work, 'dir');
  const shared = path.join(files.work, 'shared');
  for (const one of [directory, shared]) mkdirSync(one, { recursive: true, mode: 0o755 });
  writeFileSync(path.join(directory, 'spec.json'), JSON.stringify({ holds: scenario.holds, other: '' }));
  const shape = scenario.container ?? {};
  const container = await startContainer({ places: machine.places, work: files.work, directory, shape });
  const tree: Tree = { pid: container.pid, directory, scenario, port: 0, locks: [], end: container.end };
  const held = { trying, place, tree, container, work: files.work, shared };
  try {
    return await (scenario.destination === undefined ? observeHere(held, files) : observeThere(held, files));
  } finally {
    await container.end();
  }
};

const observedOf = (verdict: Verdict, seen: Seen): Observed => ({
  verdict,
  judgeError: null,
  asProduct: {},
  options: verdict.options,
  ...seen,
  trials: [],
});

const observeHere = async (held: Held, { source }: Files): Promise<Observed> => {
  await collect(held.place, held.container.pid, source, true);
  await removeNonces(held.place, source);
  const verdict = await judgeAsProduct(held.place, source, {});
  return observedOf(verdict, await carry(held, verdict, { before: [], root: '' }));
};

const observeThere = async (held: Held, files: Files): Promise<Observed> => {
  const { place, shared, container, trying } = held;
  const { scenario, machine } = trying;
  const [source, answers] = [path.join(shared, 'source.json'), path.join(shared, 'destination.json')];
  await collect(place, container.pid, source, true);
  const difference = scenario.destination ?? { changes: [] };
  const world = await startWorld(machine.places, held.work, shared, difference);
  try {
    for (const change of difference.changes) await changeWorld(machine.places, world, filled(change, held));
    await answerAsProduct({ ...place, before: [...world.enter, ...place.before] }, source, answers);
    await removeNonces(place, source);
    copyFileSync(source, files.source);
    copyFileSync(answers, files.destination ?? '');
    const verdict = await judgeAsProduct(place, source, { destination: answers });
    return observedOf(verdict, await carry(held, verdict, { before: world.enter, root: world.root }));
  } finally {
    await world.end();
  }
};

const filled = (change: readonly string[], { tree, container }: Held): string[] =>
  change.map((one) => one.replaceAll('{dir}', tree.directory).replaceAll('{container}', container.id));

/** Where it is restored: argv that enters there, and its root directory as seen from here. */
type Where = Pick<World, 'root'> & { before: readonly string[] };

const carry = async (held: Held, { options }: Verdict, { before, root }: Where): Promise<Seen> => {
  const { place, container, shared, tree, trying } = held;
  const { id, bundle } = container;
  const sessions = membersOf(id);
  const parts = { id, bundle, criuPath: place.path, imagesDir: path.join(shared, 'images') };
  const dumped = await checkpoint({ ...parts, before: [], workDir: path.join(shared, 'dump'), options: options.dump });
  if (dumped.code !== 0) return { outcome: 'refused-dump', lost: [], cause: dumped.cause };
  const back = await restoreContainer(trying.machine.places, {
    ...parts,
    before,
    workDir: path.join(shared, 'restore'),
    options: options.restore,
  });
  try {
    if (back.code !== 0) return { outcome: 'refused-restore', lost: [], cause: back.cause };
    const { lost } = await ask({ tree, pid: null, root });
    const all = [...lost, ...lostSessions(trying.scenario, sessions, membersOf(id))];
    return { outcome: all.length === 0 ? 'carried' : 'lost', lost: all, cause: null };
  } finally {
    await back.end();
  }
};

const lostSessions = ({ container }: Scenario, before: number, after: number): string[] =>
  container?.session === true && after < before ? ['what was started by runc exec is gone'] : [];
