import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { assessRun } from './assess-run.mjs';

const runsDir = mkdtempSync(path.join(tmpdir(), 'chaos-'));
afterAll(() => rmSync(runsDir, { recursive: true, force: true }));
mkdirSync(path.join(runsDir, 'r1'));
const journal = ['opened', 'held', 'committed'].map((state) => JSON.stringify({ kind: 'state', state }));
writeFileSync(path.join(runsDir, 'r1', 'journal.jsonl'), `${journal.join('\n')}\n`);

const running = (host: string) => ({ host, pid: 1, startTime: 1, name: 'x', state: 'running' });
const good = {
  ended: { outcome: 'succeeded', error: null },
  asked: [],
  copies: [running('lab-b')],
  report: { violations: [], longestWithoutRunningMs: 300, longestGapMs: 20 },
  left: [],
  traffic: { goesOn: true, complaints: [] },
  run: { source: 'lab-a', destination: 'lab-b', runId: 'r1', agents: { 'lab-a': { runsDir } } },
};

it('finds nothing wrong with a move that went well', () => {
  expect(assessRun(good)).toMatchObject({ complaints: [], committed: true, stoodMs: 300 });
});

it.each([
  ['two copies at once', { report: { ...good.report, violations: [{ at: 1, copies: [] }] } }, /two copies ran at once/],
  ['no copy at the end', { copies: [] }, /not one running copy/],
  ['a copy that stands still', { copies: [{ ...running('lab-b'), state: 'frozen' }] }, /not one running copy/],
  ['a copy on the wrong host', { copies: [running('lab-a')] }, /copy runs on lab-a/],
  ['a lost number', { traffic: { goesOn: true, complaints: ['7 came after 5'] } }, /7 came after 5/],
  ['clients that do not get on', { traffic: { goesOn: false, complaints: [] } }, /do not get on/],
  ['a run without an end', { ended: { outcome: 'no end', error: null } }, /ended as "no end"/],
  ['something left behind', { left: ['lab-a: nft added: table inet x'] }, /left behind: lab-a: nft/],
])('complains of %s', (_, change, complaint) => {
  expect(assessRun({ ...good, ...change }).complaints.join('\n')).toMatch(complaint);
});
