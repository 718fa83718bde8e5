import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const listening = '0A';
const everyMs = 3;

/**
 * Waits until a program has accepted every connection that was made before new ones were refused: CRIU dumps no listener with
 * a connection in its queue, or loses it (sk-inet.c, "In-flight connection"). A program that does not accept in time is dumped
 * as it is; what comes of that is said by the preflight.
 *
 * @param pid a process in the network namespace of the listeners
 */
export const drainAcceptQueues = async (pid: number, ports: readonly number[], deadlineMs: number): Promise<void> => {
  const end = performance.now() + deadlineMs;
  while (countWaiting(readTables(pid), ports) > 0 && performance.now() < end) await sleep(everyMs);
};

/**
 * Connections that wait to be accepted, in the text of /proc/PID/net/tcp and tcp6: of a listener the column rx_queue is the
 * length of its queue (proc_net_tcp, get_tcp4_sock in tcp_ipv4.c).
 */
export const countWaiting = (table: string, ports: readonly number[]): number =>
  table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => state === listening && ports.includes(portIn(local)))
    .reduce((sum, [, , , , queues = '']) => sum + Number.parseInt(queues.split(':')[1] ?? '0', 16), 0);

const portIn = (address: string): number => Number.parseInt(address.split(':')[1] ?? '', 16);

const readTables = (pid: number): string =>
  ['tcp', 'tcp6'].map((name) => readTable(`/proc/${pid}/net/${name}`)).join('\n');

/** Without IPv6 there is no second table, and a process that is gone has none: nothing is waited for then. */
const readTable = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};
