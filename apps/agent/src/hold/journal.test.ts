import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal, readJournal } from './journal.ts';
import { type RunPaths, runPaths } from './run-paths.ts';

const runId = '0f6fd4b8-1111-4111-8111-111111111111';
let base: string;
let paths: RunPaths;
let journal: Journal;
beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'godwit-journal-'));
  paths = runPaths(base, runId);
  mkdirSync(paths.dir);
  journal = Journal.open(paths);
  journal.append({ kind: 'opened', runId, side: 'source', epoch: 3 });
});
afterEach(() => {
  journal.close();
  rmSync(base, { recursive: true });
});

describe('a journal', () => {
  it('only lets states follow that the protocol knows', () => {
    for (const state of ['prepared', 'dumping', 'held', 'committed'] as const) journal.enter(state);
    expect(() => journal.enter('aborted')).toThrow(/"aborted" does not follow/);
    expect(() => journal.enter('given-back')).toThrow();
    journal.enter('gone', { goneProof: { tasks: 2, provedAt: '2026-01-01T00:00:00Z' } });
    expect(readJournal(paths).states).toEqual(['prepared', 'dumping', 'held', 'committed', 'gone']);
  });

  it('reports the last state with the details that still hold, and a reason only where it belongs', () => {
    journal.enter('prepared');
    journal.enter('dumping');
    journal.enter('held', { dumped: { frozenUs: null, imageBytes: 7, frozenAtBootMs: 1 } });
    journal.enter('aborted', { reason: 'why' });
    expect(journal.report(runId)).toMatchObject({
      state: 'aborted',
      reason: 'why',
      dumped: { imageBytes: 7 },
      epoch: 3,
    });
    journal.enter('given-back');
    expect(journal.report(runId).reason).toBeUndefined();
  });

  it('forgets a line that a crash cut short, and writes the next one in its place', () => {
    journal.enter('prepared');
    appendFileSync(paths.journal, '{"kind":"state","state":"dum');
    const again = readJournal(paths);
    expect(again.state).toBe('prepared');
    const writer = Journal.open(paths);
    writer.enter('dumping');
    writer.close();
    expect(readJournal(paths).state).toBe('dumping');
    expect(readFileSync(paths.journal, 'utf8')).not.toContain('"dum{');
  });

  it('refuses an older epoch and remembers a newer one', () => {
    expect(() => journal.checkEpoch(2)).toThrow(/epoch 2/);
    journal.checkEpoch(5);
    expect(() => readJournal(paths, 4)).toThrow(/epoch 4/);
  });

  it('knows what stands, last made first', () => {
    const table = { type: 'table' as const, family: 'inet' as const, name: 'x' };
    const cgroup = { type: 'cgroup' as const, dir: '/c' };
    journal.making(table, cgroup);
    journal.making(table);
    expect(readJournal(paths).standing).toEqual([cgroup, table]);
    journal.removed(cgroup);
    expect(readJournal(paths).standing).toEqual([table]);
  });
});
