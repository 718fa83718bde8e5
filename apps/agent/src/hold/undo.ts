import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  endTcpRepair,
  killCgroup,
  listCgroupPids,
  lowerFence,
  removeAddress,
  removeCgroup,
  removeTable,
  removeTables,
} from '@godwit/criu-driver';
import { undoContainer } from '../containers/undo-container.ts';
import { undoFile } from '../files/place-files.ts';
import type { HoldContext } from './hold-context.ts';
import type { Journal } from './journal.ts';
import type { Made } from './journal-records.ts';
import { undoSysctl } from './page-pipes.ts';
import { undoMount } from './source-images.ts';

const stays = Symbol('in use');

/**
 * Undoes one thing a run made. Idempotent.
 *
 * @returns what was removed, in words; null when nothing was there any more; `stays` when it is in use
 */
const undoOne = async (made: Made, side: Journal['side']): Promise<string | null | typeof stays> => {
  switch (made.type) {
    case 'table':
      return (await removeTable(made)) ? `packet rules ${made.family} ${made.name}` : null;
    case 'address':
      return (await removeAddress(made)) ? `address ${made.address} on ${made.device}` : null;
    case 'cgroup':
      if (side === 'source') await killLeftOfCriu(made.dir);
      return removeEmptyCgroup(made.dir);
    case 'images':
      rmSync(made.dir, { recursive: true, force: true });
      return `images in ${made.dir}`;
    case 'criu-lock':
      return undoLock(made.names);
    case 'staged':
    case 'placed':
    case 'made-directory':
      return undoFile(made);
    case 'container':
      return (await undoContainer(made)) ?? stays;
    case 'bundle':
      rmSync(made.dir, { recursive: true, force: true });
      return `the container's files in ${made.dir}`;
    case 'mount':
      return undoMount(made.dir);
    case 'sysctl':
      return undoSysctl(made);
    case 'fence':
      lowerFence(made.fence);
      return null;
    case 'supervisor':
      // Let go by supervisors/let-supervisors-go.ts, which knows whether the source was committed.
      return stays;
  }
};

/** CRIU starts processes of its own, and one that was killed leaves them; on a source nothing else is ever put there. */
const killLeftOfCriu = async (dir: string): Promise<void> => {
  if (!/\/godwit\/criu\/[^/]+$/.test(dir) || listCgroupPids(dir).length === 0) return;
  killCgroup(dir);
  for (const end = performance.now() + 1000; listCgroupPids(dir).length > 0 && performance.now() < end; )
    await sleep(5);
};

/** One in which something lives, the hold process itself or a running copy, stays and is tried again later. */
const removeEmptyCgroup = async (dir: string): Promise<string | typeof stays> => {
  if (listCgroupPids(dir).length > 0) return stays;
  return (await removeCgroup(dir)) ? `cgroup ${dir}` : stays;
};

const undoLock = async (names: readonly string[]): Promise<string | null> => {
  const removed: string[] = [];
  for (const name of names) if (await removeTable({ family: 'inet', name })) removed.push(name);
  return removed.length > 0 ? `CRIU's network lock ${removed.join(', ')}` : null;
};

/** Undoes everything of the given kinds that the journal says stands, last made first, and writes it down. */
export const undoStanding = async (journal: Journal, kinds: readonly Made['type'][]): Promise<string[]> => {
  const removed: string[] = [];
  for (const made of journal.standing) {
    if (!kinds.includes(made.type)) continue;
    const what = await undoOne(made, journal.side);
    if (what === stays) continue;
    journal.removed(made);
    if (what) removed.push(what);
  }
  return removed;
};

/** All packet rules of the run at once: something waits for it. */
export const removeRules = async (journal: Journal): Promise<void> => {
  const tables = journal.standing.filter((made) => made.type === 'table');
  if (tables.length === 0) return;
  await removeTables(tables);
  journal.append(...tables.map((made) => ({ kind: 'removed' as const, made })));
};

/**
 * Frees tasks that a CRIU left behind which was killed while it held them: the network lock first, so that what the
 * sockets send when they leave repair mode gets out; the fence last, so that no program sees a socket in repair mode.
 */
export const freeAbandoned = async ({ journal, log }: HoldContext, pids: readonly number[]): Promise<void> => {
  await undoStanding(journal, ['criu-lock']);
  const ended = endTcpRepair(pids);
  if (ended === null) log('TCP repair mode could not be looked at: the koffi addon is missing.');
  else if (ended > 0) log(`${ended} sockets were taken out of TCP repair mode`);
  await undoStanding(journal, ['fence']);
};
