import { parseKeyLines } from '../procfs/parse-status.ts';
import { readText } from '../procfs/read-text.ts';
import type { HostValue } from './host-value.ts';

const shortNames: Record<string, string> = {
  'Max address space': 'as',
  'Max core file size': 'core',
  'Max cpu time': 'cpu',
  'Max data size': 'data',
  'Max file locks': 'locks',
  'Max file size': 'fsize',
  'Max locked memory': 'memlock',
  'Max msgqueue size': 'msgqueue',
  'Max nice priority': 'nice',
  'Max open files': 'nofile',
  'Max pending signals': 'sigpending',
  'Max processes': 'nproc',
  'Max realtime priority': 'rtprio',
  'Max realtime timeout': 'rttime',
  'Max resident set': 'rss',
  'Max stack size': 'stack',
};

const amount = (text: string): number | null => (text === 'unlimited' ? null : Number(text));

/** Limits of /proc/PID/limits by the names of prlimit(1), null for unlimited. Lines of another form are left out. */
export const parseLimits = (text: string): HostValue<'ownLimits'> => {
  const found: HostValue<'ownLimits'> = {};
  for (const line of text.split('\n')) {
    const [, name = '', soft = '', hard = ''] = /^(Max [a-z ]+?) {2,}(unlimited|\d+) +(unlimited|\d+)/.exec(line) ?? [];
    const short = shortNames[name];
    if (short !== undefined) found[short] = { soft: amount(soft), hard: amount(hard) };
  }
  return found;
};

/** Limits that CRIU inherits from this process. */
export const readOwnLimits = (): HostValue<'ownLimits'> => parseLimits(readText('/proc/self/limits'));

/** Ranges of ids that exist in this user namespace: lines of uid_map or gid_map as [first, count]. */
const parseIdMap = (text: string): [number, number][] =>
  text
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([first, , count]) => (first !== undefined && count !== undefined ? [[first, count]] : []));

/** Capability sets and id ranges of this process. */
export const readOwnRights = (): HostValue<'ownRights'> => {
  const lines = parseKeyLines(readText('/proc/self/status'));
  const set = (name: string): string => {
    const value = lines.get(name);
    if (value === undefined) throw new Error(`/proc/self/status has no line ${name}`);
    return value;
  };
  return {
    capPermitted: set('CapPrm'),
    capBounding: set('CapBnd'),
    noNewPrivs: lines.get('NoNewPrivs') === '1',
    uids: parseIdMap(readText('/proc/self/uid_map')),
    gids: parseIdMap(readText('/proc/self/gid_map')),
  };
};
