import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTask } from '@godwit/criu-driver';
import { findOverrideFile, listSupervised, supervisorsOf } from '@godwit/host-facts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HeldSupervisord } from './held-supervisor.ts';
import { endSupervisord, holdSupervisord, tellSupervisord } from './supervisord.ts';

let folder: string;
let supervisord: ChildProcess;
const patient = { timeout: 30_000, interval: 20 };

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'godwit-supervisord-'));
  mkdirSync(path.join(folder, 'conf.d'));
  writeFileSync(path.join(folder, 'births'), '');
  const socket = path.join(folder, 's.sock');
  const main = `[unix_http_server]\nfile=${socket}\n[supervisord]\nlogfile=/dev/null\nlogfile_maxbytes=0\npidfile=${folder}/pid\nchildlogdir=${folder}\n[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n[include]\nfiles = %(here)s/conf.d/*.conf\n`;
  writeFileSync(path.join(folder, 'main.conf'), main);
  const command = `/bin/sh -c "echo $$ >> ${folder}/births; exec sleep 1000"`;
  writeFileSync(
    path.join(folder, 'conf.d/app.conf'),
    `[program:app]\ncommand=${command}\nautorestart=true\nstartsecs=0\n`,
  );
  const two = `[program:twins]\ncommand=sleep 1000\nnumprocs=2\nprocess_name=%(program_name)s-%(process_num)s\n`;
  writeFileSync(path.join(folder, 'conf.d/twins.conf'), two);
  supervisord = spawn('/usr/bin/supervisord', ['-n', '-c', path.join(folder, 'main.conf')], { stdio: 'ignore' });
  await expect.poll(births, patient).toHaveLength(1);
  await expect.poll(() => pidOf('app:app'), patient).toBeGreaterThan(0);
});

afterEach(async () => {
  const all = [...births(), ...(await twins())];
  supervisord.kill('SIGKILL');
  for (const pid of all) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended before.
    }
  }
  rmSync(folder, { recursive: true, force: true });
});

const births = () => readFileSync(path.join(folder, 'births'), 'utf8').split('\n').filter(Boolean).map(Number);
const all = () => listSupervised(path.join(folder, 's.sock')).catch(() => []);
const twins = async () => (await all()).filter(({ name }) => name.startsWith('twins:')).map(({ pid }) => pid);
const pidOf = async (name: string) => (await all()).find((one) => one.name === name)?.pid ?? 0;
const stateOf = async (name: string) => (await all()).find((one) => one.name === name)?.state;

const heldNow = (override: string | null): HeldSupervisord => {
  const task = readTask(supervisord.pid ?? 0);
  if (!task) throw new Error('supervisord does not run');
  const identity = { pid: task.pid, startTimeTicks: task.startTimeTicks };
  const how = { socket: path.join(folder, 's.sock'), program: 'app:app', override };
  return {
    way: 'stop-supervisord',
    name: 'supervisord',
    commandLine: 'app',
    task: identity,
    wasStopped: false,
    bootId: 'this',
    ...how,
  };
};

const child = (): number => births()[0] ?? 0;

const endChild = async (): Promise<void> => {
  process.kill(child(), 'SIGKILL');
  await expect.poll(() => readTask(child())?.state ?? 'gone', patient).toMatch(/Z|gone/);
};

it.each([0, 1300])('never starts the program again when it is told after it stood still for %i ms', async (pauseMs) => {
  const override = findOverrideFile(['-c', path.join(folder, 'main.conf')], 'app');
  expect(override).toBe(path.join(folder, 'conf.d/zz-godwit-moved-app.conf'));
  const held = heldNow(override);
  // A frozen process keeps the signals it gets, as a stopped one does.
  process.kill(child(), 'SIGSTOP');
  await holdSupervisord(held);
  await sleep(pauseMs);
  expect(await tellSupervisord(held)).toBeNull();
  expect(readTask(child())?.state).toBe('T');
  await endChild();
  await expect.poll(() => stateOf('app:app'), patient).toBe('STOPPED');
  expect(await endSupervisord(held)).toMatchObject({ done: true, words: expect.stringMatching(/STOPPED.*next boot/) });
  await sleep(1100);
  expect(births()).toHaveLength(1);
});

it('stays stopped when what could tell it died: nothing is started, and a person is told', async () => {
  const held = heldNow(null);
  process.kill(held.task.pid, 'SIGSTOP');
  expect(await tellSupervisord(held)).toMatch(/broken/);
  await endChild();
  expect(await endSupervisord(held)).toMatchObject({ done: false, words: expect.stringMatching(/stays stopped/) });
  expect(readTask(held.task.pid)?.state).toBe('T');
  expect(births()).toHaveLength(1);
});

it('is found with the program it would start again, also one of many in a group', async () => {
  const found = await supervisorsOf(child());
  const held = (program: string) => ({ name: 'supervisord', hold: { way: 'stop-supervisord', program } });
  expect(found).toMatchObject({ known: true, value: [held('app:app')] });
  await expect.poll(async () => (await twins()).filter(Boolean).length, patient).toBe(2);
  const [twin = 0] = await twins();
  expect(await supervisorsOf(twin)).toMatchObject({ value: [held('twins:twins-0')] });
});
