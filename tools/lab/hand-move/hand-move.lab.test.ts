import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findCriu } from '../../criu/find-criu.mjs';
import { listCgroupPids } from '../cgroups.mjs';
import { execOn, labDown, labLayout, labStatus, labUp, restartWorkload } from '../index.mjs';
import { runArgv } from '../run-argv.mjs';
import { abort, holdCopy, holdSource, moveByHand, setFence } from './hand-move.mjs';
import { listNetworkLocks } from './service-address.mjs';

const set = 192;
const lab = labLayout(set);
let criu: string;

type Counter = {
  number: number;
  ticks: number;
  connects: number;
  memoryIntact: boolean;
  hostname: string;
  pid: number;
};
type Observed = { nonce: string; number: number; from: string };

beforeAll(async () => {
  const found = await findCriu();
  if (!found.found) throw new Error(found.reason);
  criu = found.path;
  await labDown({ set });
  await labUp({ set });
});
afterAll(() => labDown({ set }));

/** A counter that was just started fills its memory before it listens. */
async function askCounter(): Promise<Counter> {
  for (let attempt = 1; attempt < 20; attempt++) {
    try {
      return await askCounterOnce();
    } catch {
      await sleep(500);
    }
  }
  return askCounterOnce();
}

async function askCounterOnce(): Promise<Counter> {
  const response = await fetch(`http://10.77.${set}.101:7001/`, { signal: AbortSignal.timeout(5000) });
  return (await response.json()) as Counter;
}

function readJsonLines<Line>(file: string): Line[] {
  const text = readFileSync(path.join(lab.hosts[2]!.upperDir, file), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

function workload(name: string) {
  return labStatus({ set }).workloads.find((one: { name: string }) => one.name === name)!;
}

/** What the observer was sent by the counter that runs now, in the order of arrival. */
function observedNumbers(): number[] {
  const { nonce } = workload('counter');
  const lines = readJsonLines<Observed>('var/log/observer.jsonl');
  return lines.filter((line) => line.nonce === nonce).map((line) => line.number);
}

function expectEachOnceInOrder(numbers: number[], atLeast: number) {
  expect(numbers.length).toBeGreaterThanOrEqual(atLeast);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
}

function lastEchoSummary() {
  type Summary = {
    kind: string;
    errors: number;
    echoed: number;
    freshEchoed: number;
    delayed: number;
    longestWaitMs: number;
  };
  return readJsonLines<Summary>('var/log/echo-client.jsonl')
    .filter((line) => line.kind === 'summary')
    .at(-1)!;
}

describe('the counter, moved by hand', () => {
  beforeEach(async () => {
    await restartWorkload(lab, 'counter');
    await sleep(500);
  });

  it('goes on on lab-b: memory intact, same connection, each number once', async () => {
    const before = await askCounter();
    expect(before).toMatchObject({ hostname: 'lab-a', connects: 1, memoryIntact: true });
    const move = await moveByHand({ set, criu, name: 'counter', from: 'lab-a', to: 'lab-b' });
    console.log('times of the counter', JSON.stringify(move.times));
    await sleep(1000);
    const after = await askCounter();
    expect(after).toMatchObject({ hostname: 'lab-b', connects: 1, memoryIntact: true, pid: before.pid });
    expect(after.number).toBeGreaterThan(before.number + 5);
    expect(workload('counter').runsOn).toEqual(['lab-b']);
    expect(workload('counter').processes).toHaveLength(1);
    expectEachOnceInOrder(observedNumbers(), after.number);
    const adopted = listCgroupPids(path.join(lab.hosts[1]!.cgroupDir, 'workloads/counter'));
    expect(adopted).toEqual(workload('counter').processes.map((one: { pid: number }) => one.pid));
    expect(move.swept).toHaveLength(1);
  });

  it('comes back: there, and back again', async () => {
    await moveByHand({ set, criu, name: 'counter', from: 'lab-a', to: 'lab-b' });
    await moveByHand({ set, criu, name: 'counter', from: 'lab-b', to: 'lab-a' });
    await sleep(500);
    expect(await askCounter()).toMatchObject({ hostname: 'lab-a', connects: 1, memoryIntact: true });
    expectEachOnceInOrder(observedNumbers(), 15);
  });

  it('is given back after an abort with the copy held', async () => {
    const move = await holdSource({ set, criu, name: 'counter', from: 'lab-a', to: 'lab-b' });
    await holdCopy(move);
    expect(workload('counter').runsOn.toSorted()).toEqual(['lab-a', 'lab-b']);
    await sleep(300);
    const held = observedNumbers().length;
    await sleep(300);
    expect(observedNumbers().length).toBe(held);
    await abort(move);
    await sleep(500);
    expect(await askCounter()).toMatchObject({ hostname: 'lab-a', connects: 1, memoryIntact: true });
    expect(workload('counter').runsOn).toEqual(['lab-a']);
    expectEachOnceInOrder(observedNumbers(), held + 3);
    expect(await listNetworkLocks(move.source)).toEqual([]);
  });

  describe('when criu is killed in the hold', () => {
    let move: Awaited<ReturnType<typeof holdSource>>;
    let held: number;

    beforeEach(async () => {
      move = await holdSource({ set, criu, name: 'counter', from: 'lab-a', to: 'lab-b' });
      // What was sent before the freeze may still be on its way to the observer.
      await sleep(300);
      held = observedNumbers().length;
      for (const pid of listCgroupPids(path.join(lab.hosts[0]!.cgroupDir, 'by-hand/dump'))) killIfAlive(pid);
      await move.dump.ended;
      await sleep(300);
    });

    it('stays fenced, keeps the lock, and runs again once the fence is lifted; but its connection is lost', async () => {
      expect(observedNumbers().length).toBe(held);
      expect(workload('counter').runsOn).toEqual(['lab-a']);
      expect(await listNetworkLocks(move.source)).toHaveLength(1);
      await execOn(set, 'lab-a', ['nft', 'flush', 'ruleset']);
      await setFence(move.source, false);
      await sleep(1000);
      expect((await askCounter()).connects).toBe(2);
      expectEachOnceInOrder(observedNumbers(), held + 3);
    });

    it('keeps its connection when its sockets are taken out of repair mode before the fence is lifted', async () => {
      const [{ pid }] = workload('counter').processes;
      const program = fileURLToPath(new URL('./end-tcp-repair.py', import.meta.url));
      expect(runArgv(['/usr/bin/python3', program, String(pid)]).output.trim()).toBe('1');
      await execOn(set, 'lab-a', ['nft', 'flush', 'ruleset']);
      await setFence(move.source, false);
      await sleep(1000);
      expect((await askCounter()).connects).toBe(1);
      expectEachOnceInOrder(observedNumbers(), held + 3);
    });
  });
});

describe('others, moved by hand', () => {
  it('the echo client sees no error: standing connection and new ones', async () => {
    const before = lastEchoSummary();
    const move = await moveByHand({ set, criu, name: 'echo-server', from: 'lab-a', to: 'lab-b' });
    await sleep(4000);
    const after = lastEchoSummary();
    console.log('times of the echo server', JSON.stringify(move.times), JSON.stringify(after));
    expect(workload('echo-server').runsOn).toEqual(['lab-b']);
    expect(after.errors).toBe(0);
    expect(after.echoed).toBeGreaterThan(before.echoed + 20);
    expect(after.freshEchoed).toBeGreaterThan(before.freshEchoed);
  });

  it('redis keeps its data and its client', async () => {
    await moveByHand({ set, criu, name: 'redis', from: 'lab-b', to: 'lab-a' });
    await sleep(2000);
    const last = readJsonLines<{ errors: number; written: number }>('var/log/redis-client.jsonl').at(-1)!;
    expect(last.errors).toBe(0);
    const { stdout } = await execOn(set, 'lab-a', ['redis-cli', '-h', `10.77.${set}.102`, 'DBSIZE']);
    expect(Number(stdout)).toBe(2002);
  });

  it('the file lock moves with --file-locks, and not without', async () => {
    const request = { set, criu, name: 'file-lock', from: 'lab-a', to: 'lab-b' };
    await expect(holdSource(request)).rejects.toThrow(/Some file locks are hold by dumping tasks/);
    await moveByHand({ ...request, options: ['--file-locks'] });
    expect(workload('file-lock').runsOn).toEqual(['lab-b']);
    const locks = await execOn(set, 'lab-b', ['flock', '--nonblock', '/etc/godwit/lab-lock', 'true']);
    expect(locks.code).toBe(1);
  });
});

/** The programs of a cgroup end one another: the wrapper goes with the CRIU it waits for. */
function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
