import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../connection/open-store.ts';
import { lockRunInTerm } from '../engine/check-term.ts';
import { takeEngineLock } from '../engine/engine-lock.ts';
import { recordSeen } from '../hosts/connections.ts';
import { createHost } from '../hosts/hosts.ts';
import { lockCursor, moveCursor, readCursor } from '../hosts/message-cursors.ts';
import { appendEvents, listEvents } from '../runs/run-events.ts';
import { createRun } from '../runs/runs.ts';
import { currentRevision, listChanges } from './changes.ts';
import { listenForWakeUps } from './listen-for-wake-ups.ts';
import type { WakeUp } from './wake-up.ts';

const url = process.env.DATABASE_URL ?? '';
let store: Store;
beforeAll(() => {
  store = openStore(url);
});
afterAll(() => store.close());

const newHost = async (): Promise<string> => {
  const id = randomUUID();
  await createHost(store.database, { id, name: id, credentialHash: 'x', agentVersion: '0' });
  return id;
};

const newRun = async (): Promise<string> => {
  const id = randomUUID();
  const checkpointId = randomUUID();
  await createRun(store.database, {
    id,
    workload: { id: randomUUID(), key: id, name: 'w' },
    sourceHostId: await newHost(),
    destinationHostId: null,
    preflightId: null,
    checkpointId,
    plan: {
      kind: 'restore',
      checkpointId,
      workloadKey: id,
      workloadName: 'w',
      taskPids: [],
      options: { dump: [], restore: [] },
    },
    createdBy: 'test',
    now: new Date(),
  });
  return id;
};

describe('events of a run', () => {
  it('become visible in the order of their ids, also when many write at once', async () => {
    const runId = await newRun();
    let seen = 0n;
    const ids: string[] = [];
    const writers = Array.from({ length: 8 }, (_, index) =>
      store.inTransaction(async (database) => {
        await appendEvents(database, {
          runId,
          events: [{ type: 'cancel.requested', by: `w${index}` }],
          now: new Date(),
        });
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      }),
    );
    const all = Promise.all(writers);
    let over = false;
    void all.then(() => {
      over = true;
    });
    for (let last = false; !last; last = over && ids.length === 8) {
      for (const event of await listEvents(store.database, { runId, after: seen })) {
        ids.push(event.id);
        seen = BigInt(event.id);
      }
    }
    expect(ids).toEqual([...ids].sort((a, b) => Number(BigInt(a) - BigInt(b))));
    expect(new Set(ids).size).toBe(8);
  });
});

it('events that are added together keep their order', async () => {
  const runId = await newRun();
  const events = Array.from({ length: 200 }, (_, index) => ({ type: 'cancel.requested', by: String(index) }) as const);
  await appendEvents(store.database, { runId, events, now: new Date() });
  const told = await listEvents(store.database, { runId, after: 0n });
  expect(told.map(({ data }) => data)).toEqual(events);
});

describe('wake-ups', () => {
  it('come when the transaction commits, and not when it fails', async () => {
    const runId = await newRun();
    const heard: WakeUp[] = [];
    const listening = listenForWakeUps(url, (wakeUp) => heard.push(wakeUp));
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    const event = { type: 'cancel.requested', by: 'x' } as const;
    await expect(
      store.inTransaction(async (database) => {
        await appendEvents(database, { runId, events: [event], now: new Date() });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await store.inTransaction((database) => appendEvents(database, { runId, events: [event], now: new Date() }));
    await expect.poll(() => heard.filter((wakeUp) => wakeUp.about === 'run').length).toBe(1);
    expect(heard.at(-1)).toEqual({ about: 'run', runId });
    await listening.stop();
  });
});

describe('changes', () => {
  it('are told from a revision on', async () => {
    const before = await currentRevision(store.database);
    const id = await newHost();
    await recordSeen(store.database, id, new Date());
    const changes = await listChanges(store.database, before);
    expect(changes.hostIds).toEqual([id]);
    expect((await listChanges(store.database, changes.revision)).hostIds).toEqual([]);
  });

  it('are not made by a mere sign of life', async () => {
    const id = await newHost();
    await recordSeen(store.database, id, new Date());
    const before = await currentRevision(store.database);
    await recordSeen(store.database, id, new Date());
    expect((await listChanges(store.database, before)).hostIds).toEqual([]);
  });
});

it('transactions that wait for each other are done again, and all of them end', async () => {
  const [one, two] = [await newHost(), await newHost()];
  const seeBoth = (first: string, second: string) =>
    store.inTransaction(async (database) => {
      await database.$executeRaw`SELECT 1 FROM hosts WHERE id = ${first}::uuid FOR UPDATE`;
      await new Promise((resolve) => setTimeout(resolve, 50));
      await database.$executeRaw`SELECT 1 FROM hosts WHERE id = ${second}::uuid FOR UPDATE`;
    });
  await Promise.all([seeBoth(one, two), seeBoth(two, one)]);
});

describe('the message cursor', () => {
  it('is held by one transaction at a time', async () => {
    const hostId = await newHost();
    const store42 = () =>
      store.inTransaction(async (database) => {
        const last = await lockCursor(database, hostId);
        await new Promise((resolve) => setTimeout(resolve, 10));
        await moveCursor(database, hostId, last + 1);
      });
    await Promise.all([store42(), store42(), store42()]);
    expect(await readCursor(store.database, hostId)).toBe(3);
  });
});

describe('the engine lock', () => {
  it('has one holder, and a successor with a higher epoch that fences it', async () => {
    const runId = await newRun();
    const first = await takeEngineLock(url, 'a');
    expect(await takeEngineLock(url, 'b')).toBeNull();
    const epoch = first?.epoch ?? 0;
    expect(await store.inTransaction((database) => lockRunInTerm(database, runId, epoch))).toBe(true);
    await first?.release();
    const second = await takeEngineLock(url, 'b');
    expect(second?.epoch).toBe(epoch + 1);
    expect(await store.inTransaction((database) => lockRunInTerm(database, runId, epoch))).toBe(false);
    await second?.release();
  });
});
