import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { clearDirectory, makeRunDirectory, sweepLeftOvers } from './places.ts';

const base = mkdtempSync(path.join(tmpdir(), 'truth-places-'));
const programs = path.join(base, 'programs-x');
const places = { repository: '/', programs, base };
afterEach(() => rmSync(base, { recursive: true, force: true }));

it('takes away what a killed run left behind: its directory and the processes in it', async () => {
  const left = path.join(base, 'run-999999');
  mkdirSync(path.join(left, 's001'), { recursive: true });
  writeFileSync(path.join(left, 'owner'), '999999 1');
  const process = spawn('sleep', ['1000'], { cwd: path.join(left, 's001'), stdio: 'ignore' });
  await once(process, 'spawn');
  const ended = once(process, 'exit');
  sweepLeftOvers(places);
  expect((await ended)[1]).toBe('SIGKILL');
  expect(existsSync(left)).toBe(false);
});

it('leaves a run alone whose process lives', () => {
  mkdirSync(programs, { recursive: true });
  const run = makeRunDirectory(places);
  sweepLeftOvers(places);
  expect(existsSync(run)).toBe(true);
  expect(existsSync(programs)).toBe(true);
  clearDirectory(run);
  expect(existsSync(run)).toBe(false);
});
