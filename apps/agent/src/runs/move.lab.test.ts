import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { findDisorder } from '../lab-harness/lab-workload.ts';
import { type MoveStage, setStage } from '../lab-harness/move-stage.ts';

let stage: MoveStage;
beforeAll(async () => {
  stage = await setStage(inject('labSet'), inject('criuPath'));
});
afterEach(() => stage.clean());
afterAll(() => stage?.end());

/** A process that held a run ends some time after it has said that all is swept, and its cgroup with it. */
const snapshots = async () => ({ a: await stage.hostA.snapshot(), b: await stage.hostB.snapshot() });

describe('a move between two hosts', () => {
  it('moves the counter there and back: no number missing, same connection, nothing left behind', async () => {
    const counter = await stage.start('counter');
    const before = await snapshots();
    for (const host of ['lab-b', 'lab-a']) {
      const move = stage.moveOf(counter);
      const lines = await move.whole();
      expect(lines[0]).toMatch(/runs: same program/);
      expect(counter.place.host).toBe(host);
      await counter.makeProgress();
      const released = move.destination.statesOf(move.runId).findLast(({ state }) => state === 'released')?.released;
      expect(released?.switchOverUs).toBeGreaterThan(1000);
      expect(released?.switchOverUs).toBeLessThan(5_000_000);
      const there = host === 'lab-b' ? stage.hostB : stage.hostA;
      const journal = readFileSync(there.fileOf(`${stage.agentStateDir}/runs/${move.runId}/journal.jsonl`), 'utf8');
      expect(journal).toMatch(/"built":\[\{"pid":\d+,"different":\[\]\}\]/);
    }
    expect(findDisorder(counter.observed)).toEqual([]);
    expect(counter.connections).toBe(1);
    await expect.poll(snapshots, { timeout: 5000 }).toEqual(before);
  });

  it('tells phases, bytes and log lines, and never backwards', async () => {
    const counter = await stage.start('counter');
    const move = stage.moveOf(counter);
    await move.whole();
    const read = () =>
      [move.source, move.destination].map(({ messages }) =>
        messages
          .filter((message) => message.type === 'run.progressed' && message.body.runId === move.runId)
          .flatMap((message) => (message.type === 'run.progressed' ? message.body.events : [])),
      );
    // The last of them come up to half a second behind what they tell of.
    const isDone = (event: object) => 'phase' in event && event.phase === 'done';
    await expect.poll(() => read().every((all) => all.some(isDone)), { timeout: 5000 }).toBe(true);
    const events = read();
    const phases = events.map((all) =>
      all.filter(({ type }) => type === 'phase.entered').map((event) => 'phase' in event && event.phase),
    );
    expect(phases[0]).toEqual([
      'starting',
      'freezing',
      'collecting',
      'dumping-tasks',
      'writing-pages',
      'finishing',
      'held',
      'done',
    ]);
    expect(phases[1]).toEqual([
      'starting',
      'reading-images',
      'forking',
      'restoring-memory',
      'restoring-resources',
      'held',
      'done',
    ]);
    for (const all of events) {
      const bytes = all
        .map((event) => (event.type === 'progress.measured' ? event.sentBytes : -1))
        .filter((sent) => sent >= 0);
      expect(bytes.at(-1)).toBeGreaterThan(64 << 20);
      expect(bytes).toEqual([...bytes].sort((one, other) => one - other));
      expect(all.some(({ type }) => type === 'log.appended')).toBe(true);
    }
  });

  it('keeps the connection of a client of the echo server, and its unread data', async () => {
    const echo = await stage.start('echo-server');
    const errors = echo.clientErrors;
    for (const host of ['lab-b', 'lab-a']) {
      await stage.moveOf(echo).whole();
      expect(echo.place.host).toBe(host);
      await echo.makeProgress();
    }
    expect(echo.clientErrors).toBe(errors);
  });

  it('survives the death of an agent with its whole cgroup', async () => {
    const counter = await stage.start('counter');
    await stage.moveOf(counter).whole();
    const { pid } = counter.place;
    for (const victim of stage.hostB.pidsIn('godwit/agent')) process.kill(victim, 'SIGKILL');
    await vi.waitFor(() => expect(stage.hostB.pidsIn('godwit/agent')).toEqual([]));
    await counter.makeProgress();
    expect(counter.place.pid).toBe(pid);
    expect(readFileSync(`/proc/${pid}/cgroup`, 'utf8')).toMatch(/\/workloads\/counter\n/);
    await stage.agentB.start();
  });

  it('gives the source back when asked, with the connections of its clients', async () => {
    const echo = await stage.start('echo-server');
    const errors = echo.clientErrors;
    const before = await snapshots();
    const { pid } = echo.place;
    const move = stage.moveOf(echo);
    await move.prepare();
    await move.dump();
    await move.restore();
    expect(echo.places).toHaveLength(2);
    await move.source.call('give-source-back', { ...move.key, reason: 'a test' });
    await move.destination.call('discard-copy', { ...move.key, reason: 'a test' });
    expect(echo.place).toMatchObject({ pid, host: 'lab-a' });
    await echo.makeProgress();
    expect(echo.clientErrors).toBe(errors);
    const refused = move.source.call('commit-source', {
      ...move.key,
      bootId: move.source.statesOf(move.runId).at(-1)?.bootId ?? '',
    });
    await expect(refused).resolves.toEqual({ state: 'given-back' });
    await Promise.all([move.source.call('sweep-run', move.key), move.destination.call('sweep-run', move.key)]);
    await expect.poll(snapshots, { timeout: 5000 }).toEqual(before);
  });
});
