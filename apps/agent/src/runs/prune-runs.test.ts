import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readTask } from '@godwit/criu-driver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../hold/journal.ts';
import type { AnyState } from '../hold/journal-records.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { keptDays, keptRuns, pruneRuns } from './prune-runs.ts';
import { RunStore } from './run-store.ts';

let stateDir: string;
let store: RunStore;
const now = Date.now();

beforeEach(() => {
  stateDir = mkdtempSync(path.join(os.tmpdir(), 'godwit-prune-'));
  store = new RunStore(stateDir);
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

const sweptWay: AnyState[] = ['aborted', 'given-back', 'swept'];

/** A source whose last word is so many days old. */
const makeRun = (daysAgo: number, states = sweptWay): RunPaths => {
  const paths = store.open('runs', randomUUID(), { side: 'source', epoch: 1 });
  const journal = Journal.open(paths);
  for (const state of states) journal.enter(state);
  journal.close();
  if (states.includes('swept')) rmSync(paths.images, { recursive: true });
  const at = new Date(now - daysAgo * 86_400_000);
  utimesSync(paths.journal, at, at);
  return paths;
};

describe('journals of runs that are over', () => {
  // A thousand lines of journals are pushed to a disk that may be slow.
  it('are kept for the newest, and removed with their logs for the others', { timeout: 120_000 }, () => {
    const runs = Array.from({ length: keptRuns + 3 }, (_, index) => makeRun((keptRuns + 3 - index) / 10));
    const oldest = runs.slice(0, 3).map(({ runId }) => runId);
    expect(pruneRuns(store, now).sort()).toEqual([...oldest].sort());
    expect(runs.map(({ dir }) => existsSync(dir))).toEqual(runs.map((_, index) => index >= 3));
    expect(pruneRuns(store, now)).toEqual([]);
  });

  it('are removed when they are old', () => {
    const [old, young] = [makeRun(keptDays + 1), makeRun(keptDays - 1)];
    expect(pruneRuns(store, now)).toEqual([old.runId]);
    expect(existsSync(young.journal)).toBe(true);
  });
});

describe('what stays whatever its age', () => {
  it.each([
    ['nothing was done yet', []],
    ['it is prepared', ['prepared']],
    ['it holds a tree', ['prepared', 'dumping', 'held']],
    ['it was given back and is not swept', ['aborted', 'given-back']],
  ] as [string, AnyState[]][])('a run that is not over: %s', (_, states) => {
    const { journal } = makeRun(10 * keptDays, states);
    expect(pruneRuns(store, now)).toEqual([]);
    expect(existsSync(journal)).toBe(true);
  });

  it('a run of which memory images or a hold process are left', () => {
    const { images } = makeRun(10 * keptDays);
    mkdirSync(images);
    writeFileSync(path.join(images, 'pages-1.img'), 'memory');
    writeFileSync(makeRun(10 * keptDays).holdIdentity, JSON.stringify(readTask(process.pid)));
    expect(pruneRuns(store, now)).toEqual([]);
  });

  it('a run whose journal cannot be read', () => {
    const { journal } = makeRun(10 * keptDays);
    writeFileSync(journal, 'damaged\n');
    utimesSync(journal, new Date(0), new Date(0));
    expect(pruneRuns(store, now)).toEqual([]);
  });
});
