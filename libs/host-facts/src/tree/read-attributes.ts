import { readdirSync } from 'node:fs';
import { type Fact, known, type Task } from '@godwit/domain/facts';
import { parseLimits } from '../host/read-own-limits.ts';
import { parseTimers } from '../procfs/parse-timers.ts';
import { attempt, errorCode, readText } from '../procfs/read-text.ts';

type Attributes = Pick<
  Task,
  | 'personality'
  | 'waitChannel'
  | 'timerSlackNs'
  | 'oomScoreAdjustment'
  | 'coredumpFilter'
  | 'limits'
  | 'timers'
  | 'securityLabel'
  | 'login'
  | 'numaPolicies'
>;

const readFact = <T>(pid: number, name: string, parse: (text: string) => T): Fact<T> => {
  const path = `/proc/${pid}/${name}`;
  return attempt(path, () => parse(readText(path)));
};

/** Codes of a file that this kernel or its security modules do not offer: there is nothing to read, rather than a hole. */
const notOffered = new Set(['ENOENT', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP']);

const readLabel = (pid: number): Fact<string | null> =>
  attempt(`/proc/${pid}/attr/current`, () => {
    try {
      // Security modules end the label with a zero byte or a line end.
      return readText(`/proc/${pid}/attr/current`).replace(/[\0\n]+$/, '') || null;
    } catch (error) {
      if (notOffered.has(errorCode(error))) return null;
      throw error;
    }
  });

/** loginuid and sessionid are the largest 32-bit number while none is set. */
const readAuditId = (pid: number, name: string): number | null => {
  try {
    const value = Number(readText(`/proc/${pid}/${name}`));
    return value === 0xffffffff ? null : value;
  } catch (error) {
    if (notOffered.has(errorCode(error))) return null;
    throw error;
  }
};

let memoryNodes: number | undefined;

const countMemoryNodes = (): number => {
  try {
    return readdirSync('/sys/devices/system/node').filter((name) => /^node\d+$/.test(name)).length;
  } catch {
    return 1;
  }
};

/** Second column of numa_maps. Reading it walks all pages, so it is done only where there is more than one node. */
const readNumaPolicies = (pid: number): Fact<string[] | null> => {
  memoryNodes ??= countMemoryNodes();
  return memoryNodes < 2 ? known(null) : readFact(pid, 'numa_maps', parseNumaPolicies);
};

/** Policies of /proc/PID/numa_maps (numa(7)) other than `default`, each once. */
export const parseNumaPolicies = (text: string): string[] => {
  const policies = text.split('\n').flatMap((line) => line.split(' ')[1] ?? []);
  return [...new Set(policies)].filter((policy) => policy !== 'default');
};

/** What /proc tells of one task besides its ids, files and memory. Each that may not be read is unknown by itself. */
export const readAttributes = (pid: number): Attributes => ({
  personality: readFact(pid, 'personality', (text) => Number.parseInt(text, 16)),
  waitChannel: readFact(pid, 'wchan', (text) => text.trim()),
  timerSlackNs: readFact(pid, 'timerslack_ns', Number),
  oomScoreAdjustment: readFact(pid, 'oom_score_adj', Number),
  coredumpFilter: readFact(pid, 'coredump_filter', (text) => text.trim()),
  limits: readFact(pid, 'limits', parseLimits),
  timers: readFact(pid, 'timers', parseTimers),
  securityLabel: readLabel(pid),
  login: attempt(`/proc/${pid}/loginuid`, () => ({
    uid: readAuditId(pid, 'loginuid'),
    session: readAuditId(pid, 'sessionid'),
  })),
  numaPolicies: readNumaPolicies(pid),
});
