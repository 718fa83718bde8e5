import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { counterMarker, execOn } from '../../tools/lab/index.mjs';
import { runCommand } from '../../tools/process/run-command.mjs';
import { type Installation, startInstallation } from '../harness/start-installation.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { readLabHosts, readNonce } from '../judge/lab-hosts.mjs';
import { preflightMove, startMove, waitForRun } from '../kill/move-workload.mjs';
import { captureTraffic } from './capture-traffic.mjs';

const memoryBytes = 64 * 1024 * 1024;
let installation: Installation;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-capture-'));
  installation = await startInstallation({ name: 'secrecy', criuPath: inject('criuPath'), labSet: inject('labSet') });
});
afterAll(async () => {
  await installation?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const moveCounter = async () => {
  const hosts = readLabHosts(installation.lab.dir);
  const [copy] = findCopies(readNonce(installation.lab.dir, 'counter'), hosts);
  const source = copy?.host ?? '';
  const destination = source === 'lab-a' ? 'lab-b' : 'lab-a';
  const { runId } = await startMove(installation.api, 'counter', source, destination);
  return waitForRun(installation.api, runId);
};

test('memory that is moved cannot be read on the network between the hosts', async () => {
  const marker = counterMarker(readNonce(installation.lab.dir, 'counter'));
  const capture = await captureTraffic(installation.lab.bridge, path.join(folder, 'move.pcap'));
  const run = await moveCounter();
  const traffic = await capture.end();
  expect(run.outcome).toBe('succeeded');
  // All of the memory was on the wire, and it is random, so no compression can have hidden it.
  expect(traffic.length).toBeGreaterThan(memoryBytes);
  expect(traffic.includes(marker)).toBe(false);
});

const onBoth = async (...argv: string[]) => {
  const { set, stateDir } = installation.lab;
  for (const host of ['lab-a', 'lab-b']) {
    const { code, stderr } = await execOn(set, host, argv, { stateDir });
    if (code !== 0) throw new Error(`${argv.join(' ')} on ${host}: ${stderr}`);
  }
};

/** No packet passes between the two hosts while `action` lasts; the server reaches both. */
const withoutRoute = async (action: () => Promise<void>): Promise<void> => {
  const { set } = installation.lab;
  const between = `{ 10.77.${set}.11, 10.77.${set}.12 }`;
  await onBoth('nft', 'add', 'table', 'inet', 'test_cut');
  try {
    await onBoth('nft', 'add', 'chain', 'inet', 'test_cut', 'cut', '{ type filter hook output priority 0; }');
    const rule = `ip saddr ${between} ip daddr ${between} oif != lo meta l4proto tcp counter reject with tcp reset`;
    await onBoth('nft', `add rule inet test_cut cut ${rule}`);
    await action();
    const { stdout } = await execOn(set, 'lab-a', ['nft', 'list', 'table', 'inet', 'test_cut'], {
      stateDir: installation.lab.stateDir,
    });
    const other = await execOn(set, 'lab-b', ['nft', 'list', 'table', 'inet', 'test_cut'], {
      stateDir: installation.lab.stateDir,
    });
    // Somebody tried the direct way, and did not get through.
    expect(`${stdout}${other.stdout}`).toMatch(/counter packets [1-9]/);
  } finally {
    await onBoth('nft', 'delete', 'table', 'inet', 'test_cut');
  }
};

/** Bytes that left a host over its network, as the kernel counts them. */
const sentBy = (host: string): number =>
  readFileSync(`/proc/${installation.agents[host].process.pid}/net/dev`, 'utf8')
    .split('\n')
    .filter((line) => /^\s*(?!lo:)\S+:/.test(line))
    .reduce((sum, line) => sum + Number(line.split(':')[1]?.trim().split(/\s+/)[8] ?? 0), 0);

test('hosts without a route to each other move through the server', { timeout: 400_000 }, async () => {
  await withoutRoute(async () => {
    const hosts = readLabHosts(installation.lab.dir);
    const [copy] = findCopies(readNonce(installation.lab.dir, 'counter'), hosts);
    const source = copy?.host ?? '';
    const destination = source === 'lab-a' ? 'lab-b' : 'lab-a';
    const before = sentBy(source);
    const preflight = await preflightMove(installation.api, 'counter', source, destination);
    // On a busy machine all of it takes its time through three processes.
    const wish = { kind: 'move', preflightId: preflight.id, holdSeconds: 300 };
    const { runId } = await installation.api.mutate('runs.start', wish);
    const run = await waitForRun(installation.api, runId, 330_000);
    expect(run).toMatchObject({ outcome: 'succeeded', error: null });
    const lines = run.events.flatMap(({ data }: { data: { lines?: string[] } }) => data.lines ?? []);
    expect(lines.join(' ')).toContain('the images go through the server');
    expect(sentBy(source) - before).toBeGreaterThan(memoryBytes);
  });
});

test('the same capture would have seen the marker, had it been sent in clear', async () => {
  const marker = counterMarker(readNonce(installation.lab.dir, 'counter'));
  const capture = await captureTraffic(installation.lab.bridge, path.join(folder, 'clear.pcap'));
  const { set, stateDir } = installation.lab;
  // Nobody listens there: a datagram is on the wire all the same.
  const program = `import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"${marker}", ("10.77.${set}.12", 9))`;
  const sent = await execOn(set, 'lab-a', ['/usr/bin/python3', '-c', program], { stateDir });
  expect(sent).toMatchObject({ code: 0 });
  expect((await capture.end()).includes(marker)).toBe(true);
});

/** Local addresses with port of everything a process listens on with TCP, as ss(8) of iproute2 prints it. */
const listeners = (text: string, pids: number[]): string[] =>
  text
    .split('\n')
    .filter((line) => pids.some((pid) => line.includes(`pid=${pid},`)))
    .map((line) => line.trim().split(/\s+/)[3] ?? '');

test('the server listens on loopback and on the bridge of the lab only', async () => {
  const { output } = await runCommand(['ss', '-ltnpH'], { capture: true });
  const found = listeners(output, [installation.server.process.pid]);
  expect(found.length).toBeGreaterThan(1);
  for (const address of found)
    expect(address).toMatch(new RegExp(`^(127\\.0\\.0\\.1|${installation.lab.bridgeAddress}):\\d+$`));
});

test('an agent listens on nothing while it has no run', async () => {
  for (const host of ['lab-a', 'lab-b', 'lab-c']) {
    const { pid } = installation.agents[host].process;
    const { output } = await runCommand(['nsenter', '--target', String(pid), '--net', '--', 'ss', '-ltnpH'], {
      capture: true,
    });
    expect(listeners(output, [pid])).toEqual([]);
  }
});
