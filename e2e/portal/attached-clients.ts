import { readFileSync } from 'node:fs';
import path from 'node:path';
import { labLayout } from '../../tools/lab/lab-layout.mjs';
import { judgeClient } from '../judge/judge-client.mjs';
import { judgeNumbers, readObserverNumbers } from '../judge/judge-numbers.mjs';
import { readLabHosts, readNonce } from '../judge/lab-hosts.mjs';
import { readAccess } from './portal-access.ts';

/** Whoever talks to a workload or reads what it does while it is moved. */
export interface Attached {
  /** By this its processes are found, whatever they are called and wherever they run. */
  nonce: string;
  /** How much it has seen so far; grows while the workload runs. */
  seen: () => number;
  /** What it has against the workload; empty when it noticed nothing but pauses. */
  faults: () => string[];
}

const labDir = () => {
  const { stateDir, labSet } = readAccess();
  return labLayout(labSet, stateDir).dir;
};

const logOnLabC = (name: string): string => {
  const { root } = readLabHosts(labDir()).find((host) => host.name === 'lab-c') ?? { root: '' };
  return path.join(root, `var/log/${name}.jsonl`);
};

const faultsOf = (numbers: number[]): string[] => {
  const { sound, ...judged } = judgeNumbers(numbers);
  return sound ? [] : [JSON.stringify(judged)];
};

/** The observer on lab-c, to whom the counter tells each number over TCP. */
export const observerOfCounter = (): Attached => {
  const nonce = readNonce(labDir(), 'counter');
  const numbers = () => readObserverNumbers(logOnLabC('observer'), nonce);
  return { nonce, seen: () => numbers().length, faults: () => faultsOf(numbers()) };
};

/** A client of a sample workload: on one connection all the time, and from now on. */
const clientOf = (workload: string, client: string, progress: 'echoed' | 'written'): Attached => {
  const since = Date.now();
  const judged = () => judgeClient(logOnLabC(client), since, progress);
  return {
    nonce: readNonce(labDir(), workload),
    seen: () => judged().progressed,
    faults: () => judged().errors.map((error) => JSON.stringify(error)),
  };
};

export const echoClient = (): Attached => clientOf('echo-server', 'echo-client', 'echoed');
export const redisClient = (): Attached => clientOf('redis', 'redis-client', 'written');

/** Whoever reads the file on shared storage into which a container writes a number a line. */
export const readerOf = (file: string, nonce: string): Attached => {
  const numbers = () =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => Number(line.split(' ')[1]));
  return { nonce, seen: () => numbers().length, faults: () => faultsOf(numbers()) };
};
