import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { locksOf, treeOf } from './locks.ts';
import { answers, type Tree, until } from './tree.ts';

/** What the tree said of each thing it holds; empty when all of it works. */
export interface Answer {
  lost: string[];
}

export const stateOf = (pid: number): string | null => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0] ?? null;
  } catch {
    return null;
  }
};

export interface Asked {
  tree: Tree;
  /** The restored root as this machine counts; null where it is not known. */
  pid: number | null;
  /** Where another world begins, as seen from here; empty on this machine. */
  root?: string;
  /** How to run a command there. */
  before?: readonly string[];
}

/** Asks the restored tree whether what it holds still works. */
export const ask = async (asked: Asked): Promise<Answer> => {
  const { tree, pid } = asked;
  await setTimeout(30);
  const state = pid === null ? 'S' : stateOf(pid);
  const mayBeZombie = tree.scenario.holds?.some(([block]) => block === 'dead_leader') ?? false;
  if (state === null || (state === 'Z' && !mayBeZombie)) return { lost: ['the root of the tree is gone'] };
  if (tree.scenario.wake === true && pid !== null) {
    if (state !== 'T') return { lost: [`the root is not stopped any more, but in state ${state}`] };
    process.kill(pid, 'SIGCONT');
  }
  const answer = await (tree.scenario.program === undefined ? askHolder(asked) : askProgram(asked));
  return { lost: [...answer.lost, ...lostLocks(asked)] };
};

const lostLocks = ({ tree: { locks }, pid }: Asked): string[] => {
  if (pid === null || locks.length === 0) return [];
  const now = locksOf(treeOf(pid));
  return locks.filter((lock) => !now.includes(lock)).map((lock) => `the lock ${lock}`);
};

const askHolder = async ({ tree, root = '' }: Asked): Promise<Answer> => {
  const place = (name: string): string => path.join(`${root}${tree.directory}`, name);
  const answer = place('answer');
  rmSync(answer, { force: true });
  try {
    writeFileSync(place('ask'), '');
  } catch {
    return { lost: ['its directory is gone'] };
  }
  if (!(await until(() => existsSync(answer), 9000))) return { lost: ['it does not answer'] };
  const told = JSON.parse(readFileSync(answer, 'utf8')) as [string, string][];
  return { lost: told.filter(([, word]) => word !== 'works').map(([block, word]) => `${block}: ${word}`) };
};

const askProgram = async ({ tree, before }: Asked): Promise<Answer> => {
  const { program } = tree.scenario;
  const question = program?.ask ?? program?.ready;
  if (question === undefined) return { lost: [] };
  const isFine = await until(() => answers(question, before === undefined ? tree : { ...tree, before }), 4000);
  return { lost: isFine ? [] : [`${question.argv[0]} is not answered as before`] };
};
