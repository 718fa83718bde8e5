import { type Fact, known, type TreeFacts, unknown } from '@godwit/domain/facts';
import { compareTable, KcmpError, type SharedKind } from '../native/kcmp.ts';
import type { Libc } from '../native/libc.ts';
import { isKernelThread, parseStat } from '../procfs/parse-stat.ts';
import { readTextOrNull } from '../procfs/read-text.ts';
import { pause, wait } from './pause.ts';

type Shared = Extract<NonNullable<TreeFacts['sharedResources']>, { known: true }>['value'];

const kinds: readonly SharedKind[] = ['vm', 'fs', 'files', 'sighand', 'sysvsem'];
const gone = 3;
const comparisonsBetweenPauses = 20_000;

/** A process that ended compares with nobody. */
const compareOrNull = (libc: Libc, kind: SharedKind, left: number, right: number): number | null => {
  try {
    return compareTable(libc, kind, left, right);
  } catch (error) {
    if (error instanceof KcmpError && error.errno === gone) return null;
    throw error;
  }
};

/** The thread all other threads of the kernel come from: it never has an undo list. Hidden in a pid namespace. */
const kernelThread = 2;

/** Whoever may not trace tasks with more rights than its own may compare the tree all the same, and not with that thread. */
const mayCompareWithKernel = (libc: Libc): boolean => {
  const text = readTextOrNull(`/proc/${kernelThread}/stat`);
  if (text === null || !isKernelThread(parseStat(text))) return false;
  try {
    return compareTable(libc, 'sysvsem', kernelThread, kernelThread) === 0;
  } catch (error) {
    if (error instanceof KcmpError) return false;
    throw error;
  }
};

/** Undo lists are made when they are needed: two processes without one compare equal, so those are left out first. */
const holdsTable = (libc: Libc, kind: SharedKind, pid: number): boolean =>
  kind !== 'sysvsem' || compareOrNull(libc, kind, pid, kernelThread) !== 0;

/** Processes with one table are neighbours in the order of kcmp. */
const groupsOf = (libc: Libc, kind: SharedKind, pids: readonly number[]): Shared => {
  const holders = pids.filter((pid) => compareOrNull(libc, kind, pid, pid) === 0 && holdsTable(libc, kind, pid));
  const sorted = holders.toSorted((left, right) => compareOrNull(libc, kind, left, right) ?? 0);
  const groups: number[][] = [];
  for (const pid of sorted) {
    const group = groups.at(-1);
    if (group?.[0] !== undefined && compareOrNull(libc, kind, group[0], pid) === 0) group.push(pid);
    else groups.push([pid]);
  }
  const order = new Map(pids.map((pid, index) => [pid, index]));
  return groups
    .filter((group) => group.length > 1)
    .map((group) => ({ kind, pids: group.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)) }));
};

const reasonOf = (error: KcmpError): string =>
  error.errno === 38
    ? 'This kernel offers no kcmp (CONFIG_KCMP), so it cannot be told what processes share.'
    : `kcmp was refused with errno ${error.errno}, so it cannot be told what processes share.`;

/** A vfork shares the address space until the child starts its program: what is gone a moment later was one. */
const secondLookMs = 50;

/** What two looks agree on: the processes of each group that shared both times. */
const agreed = (first: Shared, second: Shared): Shared =>
  first.flatMap(({ kind, pids }) =>
    second
      .filter((group) => group.kind === kind)
      .map((group) => ({ kind, pids: pids.filter((pid) => group.pids.includes(pid)) }))
      .filter((group) => group.pids.length > 1),
  );

/** What processes share for longer than a moment; looks twice when the first look finds something. */
export const findLastingSharing = async (
  libc: Libc | null,
  pids: readonly number[],
  signal?: AbortSignal,
): Promise<Fact<Shared>> => {
  const first = await findSharing(libc, pids, signal);
  if (!first.known || first.value.length === 0) return first;
  await wait(secondLookMs, signal);
  const second = await findSharing(libc, pids, signal);
  return second.known ? known(agreed(first.value, second.value)) : second;
};

/**
 * Which processes of a tree share one address space, directory, descriptor table, signal handlers or undo list (kcmp(2),
 * n log n comparisons). `pids` are living processes, parents first.
 */
const findSharing = async (libc: Libc | null, pids: readonly number[], signal?: AbortSignal): Promise<Fact<Shared>> => {
  if (pids.length < 2) return known([]);
  if (libc === null) return unknown('The C library could not be called, so it cannot be told what processes share.');
  const shared: Shared = [];
  try {
    for (const kind of kinds) {
      if (kind === 'sysvsem' && !mayCompareWithKernel(libc)) continue;
      shared.push(...groupsOf(libc, kind, pids));
      if (pids.length * kinds.length > comparisonsBetweenPauses / 20) await pause(signal);
    }
  } catch (error) {
    if (error instanceof KcmpError) return unknown(reasonOf(error));
    throw error;
  }
  return known(shared);
};
