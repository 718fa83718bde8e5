import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { findUser } from '../process/service-user.mjs';
import { inRepository } from '../workspace/root.mjs';

const port = 45_747;
const stateDir = mkdtempSync(path.join(os.tmpdir(), 'godwit-up-'));
chmodSync(stateDir, 0o711);
const started: ChildProcess[] = [];

afterAll(() => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) endGroup(child, 'SIGKILL');
  rmSync(stateDir, { recursive: true, force: true });
});

/** `up` as the leader of a process group, like a job of a shell. */
async function startUp(command = [process.execPath, inRepository('tools/up/up.mjs'), '--no-lab']) {
  const env = { ...process.env, PORT: String(port), GODWIT_STATE_DIR: stateDir, DATABASE_URL: '' };
  const [program = '', ...argv] = command;
  const child = spawn(program, argv, { env, cwd: inRepository(), detached: true, stdio: 'pipe' });
  started.push(child);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  while (child.exitCode === null && !output.includes('Godwit runs at')) await sleep(100);
  return { child, output: () => output };
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals) {
  try {
    process.kill(-child.pid!, signal);
  } catch {
    // It has ended already.
  }
}

/** Processes whose command line names the state directory or which work in it: whatever `up` started. */
function findOwnProcesses() {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
      const uid = Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
      const text = readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8');
      const isOurs = text.includes(stateDir) || readlinkSync(`/proc/${pid}/cwd`).startsWith(stateDir);
      return isOurs && pid !== String(process.pid) ? [{ pid: Number(pid), name, uid, text }] : [];
    } catch {
      return [];
    }
  });
}

const postmasters = () => findOwnProcesses().filter(({ text }) => text.includes('listen_addresses='));
const portals = () => findOwnProcesses().filter(({ text }) => /main\.js\0/.test(text) && !text.includes('up.mjs'));
const healthz = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).status;

// The process that an agent tries CRIU on may outlive a killed agent; it ends by itself within a minute.
async function waitUntilNothingRuns() {
  for (let waited = 0; waited < 375 && findOwnProcesses().length > 0; waited += 1) await sleep(200);
  expect(findOwnProcesses()).toEqual([]);
}

it('starts, gives one line with the address and the set-up link, and stops everything at Ctrl-C', async () => {
  const { child, output } = await startUp();
  expect(await healthz()).toBe(200);
  const ready = output()
    .split('\n')
    .filter((line) => line.includes(`http://localhost:${port}`));
  expect(ready).toEqual([expect.stringMatching(/first administrator: http:\/\/localhost:\d+\/\S+/)]);
  const service = findUser('godwit');
  expect([...postmasters(), ...portals()].map(({ uid }) => uid)).toEqual([service?.uid, service?.uid]);
  endGroup(child, 'SIGINT');
  await waitUntilNothingRuns();
});

it('starts again after its whole group was killed, with one postmaster', async () => {
  const first = await startUp();
  endGroup(first.child, 'SIGKILL');
  const second = await startUp();
  expect(await healthz()).toBe(200);
  expect(postmasters()).toHaveLength(1);
  expect(portals()).toHaveLength(1);
  endGroup(second.child, 'SIGTERM');
  await waitUntilNothingRuns();
});

it('refuses to run twice on one state directory', async () => {
  const first = await startUp();
  const second = await startUp();
  expect(second.output()).toContain('Godwit runs already');
  expect(await healthz()).toBe(200);
  endGroup(first.child, 'SIGINT');
  await waitUntilNothingRuns();
});

it('stops everything when npm, which started it, is ended', async () => {
  const { child } = await startUp(['npm', 'run', 'up', '--', '--no-lab']);
  expect(await healthz()).toBe(200);
  child.kill('SIGTERM');
  await waitUntilNothingRuns();
});
