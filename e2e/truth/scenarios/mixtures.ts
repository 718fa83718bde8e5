import type { Hold, Scenario } from '../scenario.ts';
import { nameOf } from './product.ts';

/** What can be held beside anything else in one process. */
const mixable: readonly Hold[] = [
  ['open_file', { state: 'deleted' }],
  ['open_file', { state: 'linked' }],
  ['open_file', { state: 'deleted', size: 3 << 20 }],
  ['file_lock', { how: 'flock' }],
  ['file_lock', { how: 'posix' }],
  ['pipe', { data: 'some' }],
  ['cwd', { state: 'deleted', who: 'child' }],
  ['epoll', { target: 'pipe' }],
  ['inotify', { of: 'file' }],
  ['pidfd', { of: 'child' }],
  ['timerfd', {}],
  ['terminal', { ends: 'both' }],
  ['memfd', { mapped: true }],
  ['anonymous', { shared: true }],
  ['sysv_memory', { attached: true }],
  ['io_uring', { mapped: true }],
  ['tcp_listener', {}],
  ['tcp_inside', { state: 'connected' }],
  ['udp', { state: 'bound' }],
  ['unix_pair', { state: 'queued' }],
  ['odd_socket', { kind: 'netlink-route' }],
  ['zombie', {}],
  ['stopped_child', {}],
  ['threads', { count: 3 }],
  ['scheduling', { policy: 'batch' }],
  ['session', { state: 'leader-lives' }],
  ['seccomp', { mode: 'filter' }],
  ['affinity', {}],
];

/** A small generator of numbers from a seed, so that the same mixtures are made every time (mulberry32). */
const numbersFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

const pairKey = (left: number, right: number): string => `${Math.min(left, right)}-${Math.max(left, right)}`;
const newPairs = (chosen: readonly number[], seen: ReadonlySet<string>): string[] =>
  chosen
    .flatMap((left, at) => chosen.slice(at + 1).map((right) => pairKey(left, right)))
    .filter((key) => !seen.has(key));

/** Chooses the three of many random ones that bring most new pairs. */
const chooseNext = (random: () => number, seen: ReadonlySet<string>): number[] => {
  let best: number[] = [];
  for (let tried = 0; tried < 40; tried += 1) {
    const chosen = new Set<number>();
    while (chosen.size < 3) chosen.add(Math.floor(random() * mixable.length));
    const list = [...chosen].sort((left, right) => left - right);
    if (best.length === 0 || newPairs(list, seen).length > newPairs(best, seen).length) best = list;
  }
  return best;
};

/** Pairs of resources, three held at a time so that few trees hold many pairs. */
export const mixtureScenarios = (seed: number, count: number): Scenario[] => {
  const random = numbersFrom(seed);
  const seen = new Set<string>();
  return Array.from({ length: count }, () => {
    const chosen = chooseNext(random, seen);
    for (const key of newPairs(chosen, seen)) seen.add(key);
    const holds = chosen.map((index) => mixable[index]).filter((hold) => hold !== undefined);
    return { name: `mix.${holds.map(nameOf).join('+')}`, holds };
  });
};
