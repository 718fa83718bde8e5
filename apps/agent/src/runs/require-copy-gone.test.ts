import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readTask } from '@godwit/criu-driver';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Journal } from '../hold/journal.ts';
import { copyLives } from './copy-lives.ts';
import { requireCopyGone } from './require-copy-gone.ts';
import { RunStore } from './run-store.ts';

const runId = '6f5b0f2e-1111-4222-8333-444455556679';
const move = { runId };

let dir: string;
let store: RunStore;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'godwit-copy-'));
  store = new RunStore(dir);
});
afterEach(() => rmSync(dir, { recursive: true }));

/** This host as a destination of the move, whose copy is a process with that start time. */
const receive = (pid: number, startTimeTicks: number) => {
  const paths = store.open('runs', runId, { side: 'destination', epoch: 1 });
  const journal = Journal.open(paths);
  journal.append({ kind: 'facts', facts: { tasks: [{ pid, startTimeTicks }] } });
  journal.close();
  return paths;
};

it('believes what it sees itself before what it is told of the copy', () => {
  const ticks = readTask(process.pid)?.startTimeTicks ?? 0;
  const paths = receive(process.pid, ticks);
  expect(copyLives(paths)).toBe(true);
  expect(() => requireCopyGone(store, { move }, { copy: { basis: 'person' } })).toThrow('lives on this host');
  // Another process has its number now.
  receive(process.pid, ticks + 1);
  expect(copyLives(paths)).toBe(false);
  expect(() => requireCopyGone(store, { move }, { copy: { basis: 'gone' } })).not.toThrow();
});

it('restores nothing that a move kept without a word about the copy, and asks for none of a dump', () => {
  expect(() => requireCopyGone(store, { move }, {})).toThrow('nothing was said of the copy');
  expect(() => requireCopyGone(store, {}, {})).not.toThrow();
});

it('says nothing of a copy where it is the source', () => {
  expect(copyLives(store.open('runs', runId, { side: 'source', epoch: 1 }))).toBeUndefined();
});
