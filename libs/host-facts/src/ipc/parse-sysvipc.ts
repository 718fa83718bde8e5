import type { IpcNamespace } from '@godwit/domain/facts';

type Objects = Extract<IpcNamespace['objects'], { known: true }>['value'];

const huge = 0o4000;

/** CRIU writes two bytes for each semaphore, in words of eight. */
export const bytesPerSemaphore = 8;

/** Rows of one table of /proc/sysvipc by the names in its first line (sysvipc(7), proc_sysvipc(5)). */
const rows = (text: string): Record<string, string>[] => {
  const [head = '', ...lines] = text.split('\n').filter(Boolean);
  const names = head.trim().split(/\s+/);
  return lines.map((line) => {
    const values = line.trim().split(/\s+/);
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
};

const pidsOf = (row: Record<string, string>, ...names: string[]): number[] =>
  [...new Set(names.map((name) => Number(row[name] ?? 0)))].filter((pid) => pid > 0);

/** Shared memory segments of /proc/sysvipc/shm. */
export const parseSegments = (text: string): Objects =>
  rows(text).map((row) => ({
    kind: 'memory',
    id: Number(row.shmid),
    key: row.key ?? '',
    bytes: Number(row.size),
    pids: pidsOf(row, 'cpid', 'lpid'),
    hugePages: (Number.parseInt(row.perms ?? '0', 8) & huge) !== 0,
  }));

/** Semaphore sets of /proc/sysvipc/sem, which names no process. */
export const parseSemaphores = (text: string): Objects =>
  rows(text).map((row) => ({
    kind: 'semaphores',
    id: Number(row.semid),
    key: row.key ?? '',
    bytes: Number(row.nsems) * bytesPerSemaphore,
    pids: [],
    hugePages: false,
  }));

/** Message queues of /proc/sysvipc/msg. */
export const parseQueues = (text: string): Objects =>
  rows(text).map((row) => ({
    kind: 'queue',
    id: Number(row.msqid),
    key: row.key ?? '',
    bytes: Number(row.cbytes),
    pids: pidsOf(row, 'lspid', 'lrpid'),
    hugePages: false,
  }));
