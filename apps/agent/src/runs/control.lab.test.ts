import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { ImageSender } from '../channel/image-sender.ts';
import { readRunKeys } from '../channel/run-keys.ts';
import { connectChannel } from '../channel/secure-channel.ts';
import { hashImages } from '../channel/verify-images.ts';
import { runPaths } from '../hold/run-paths.ts';
import type { LabHost } from '../lab-harness/lab-host.ts';
import { findDisorder } from '../lab-harness/lab-workload.ts';
import { type MoveStage, setStage } from '../lab-harness/move-stage.ts';
import { signManifest } from '../signing/index.ts';

let stage: MoveStage;
beforeAll(async () => {
  stage = await setStage(inject('labSet'), inject('criuPath'));
});
afterEach(() => stage.clean());
afterAll(() => stage?.end());

/** Bytes that left the host over its network, as the kernel counts them. */
const sentBytes = ({ pid }: LabHost): number =>
  readFileSync(`/proc/${pid}/net/dev`, 'utf8')
    .split('\n')
    .map((line) => /^\s*(\S+):\s*(.*)$/.exec(line))
    .filter((found) => found !== null && found[1] !== 'lo')
    .reduce((sum, found) => sum + Number(found?.[2]?.trim().split(/\s+/)[8] ?? 0), 0);

interface Sample {
  at: number;
  bytes: number;
}

const rateBetween = (from: Sample, to: Sample): number => ((to.bytes - from.bytes) * 1000) / (to.at - from.at);

it('sends no faster than the plan allows, as the interface counts it', async () => {
  const bandwidthBytesPerSecond = 20 * 1024 * 1024;
  const counter = await stage.start('counter');
  const move = stage.moveOf(counter, { bandwidthBytesPerSecond });
  await move.prepare();
  const before = sentBytes(stage.hostA);
  const samples: Sample[] = [];
  let over = false;
  const dumped = move.dump().finally(() => {
    over = true;
  });
  while (!over) {
    samples.push({ at: performance.now(), bytes: sentBytes(stage.hostA) });
    await sleep(50);
  }
  await dumped;
  const total = sentBytes(stage.hostA) - before;
  expect(total).toBeGreaterThan(60 << 20);
  // Neither the first moments nor the rest, which is many small images.
  const steady = samples.filter(({ bytes }) => bytes - before > 4 << 20 && bytes - before < total - (4 << 20));
  const [first, last] = [steady[0], steady.at(-1)];
  if (first === undefined || last === undefined) throw new Error('nothing was measured');
  const rate = rateBetween(first, last);
  expect(rate).toBeGreaterThan(bandwidthBytesPerSecond * 0.9);
  expect(rate).toBeLessThan(bandwidthBytesPerSecond * 1.1);
  // Cancelled here, and looked at: it runs.
  await move.source.call('give-source-back', { ...move.key, reason: 'cancelled' });
  const { thawProof } = await move.source.waitFor(move.runId, 'given-back');
  expect(thawProof).toMatchObject({ wasFrozen: true, cgroupFrozen: false });
  expect(thawProof?.tasks).toBeGreaterThan(0);
  await counter.makeProgress();
  expect(findDisorder(counter.observed)).toEqual([]);
});

/** What a server has in its hands that was taken over: everything of the run but the key of the source's agent. */
const openBoth = async (runId: string) => {
  const { agentA, agentB } = stage;
  const key = { runId, epoch: 1 };
  const source = await agentA.call('open-run', { ...key, side: 'source' });
  const destination = await agentB.call('open-run', { ...key, side: 'destination' });
  const peerIdentity = { hostId: 'lab-a', ...(source.identity ?? { publicKey: '', signature: '' }) };
  const request = {
    ...key,
    workloadKey: 'test',
    workloadName: 'test',
    cgroup: '/workloads/foreign',
    serviceAddress: null,
    listeningPorts: [],
    ids: [],
    expectedBytes: 1,
    restoreArguments: [],
  };
  const prepare = (peerFingerprint: string) =>
    agentB.call('prepare-destination', { ...request, peerFingerprint, peerIdentity });
  return { key, prepare, fingerprint: source.fingerprint, theirs: destination.fingerprint };
};

it('takes images only from the agent it knows, whatever certificate the server names and whoever has its key', async () => {
  const runId = crypto.randomUUID();
  const { key, prepare, fingerprint, theirs } = await openBoth(runId);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-foreign-'));
  try {
    const { host, port } = await prepare(fingerprint);
    // The key of the run itself was stolen too: only the signature of the agent is missing.
    const keys = readRunKeys(stage.hostA.fileOf(path.join(stage.agentStateDir, 'runs', runId)));
    const socket = await connectChannel(host, port, { keys, peerFingerprint: theirs });
    socket.on('error', () => undefined);
    const images = path.join(folder, 'images');
    mkdirSync(images);
    writeFileSync(path.join(images, 'inventory.img'), 'foreign');
    const sender = new ImageSender(images, socket);
    const manifest = { files: await sender.sendAll(), tasks: [], frozenAtBootMs: 1 };
    await sender.tell({ type: 'manifest', manifest });
    const files = await hashImages(images, manifest.files);
    const own = runPaths(path.join(folder, 'runs'), runId);
    await sender.tell({ type: 'hashes', files, signature: signManifest(own, { ...manifest, files }) });
    const { reason } = await stage.agentB.waitFor(runId, 'failed');
    expect(reason).toContain('signature of the sending agent');
    socket.destroy();
  } finally {
    rmSync(folder, { recursive: true });
    await stage.agentB.call('discard-copy', { ...key, reason: 'The test is over.' });
    await stage.agentB.call('sweep-run', key);
  }
  const other = await openBoth(crypto.randomUUID());
  await expect(other.prepare('0'.repeat(64))).rejects.toThrow('does not fit what the agent of the other host signed');
});

const runs = (host: LabHost, comm: string): Promise<boolean> =>
  host.run('pgrep', '-x', comm).then(
    () => true,
    () => false,
  );

/** Dumps a program of its own on the first host, with ids that nothing has on the second. */
const dumpSleeper = async (): Promise<string> => {
  const { agentA, hostA } = stage;
  const script =
    'echo 30000 > /proc/sys/kernel/ns_last_pid; exec setsid --fork sleep 4747 < /dev/null > /dev/null 2>&1';
  await hostA.run('sh', '-c', script);
  // It was forked off, and becomes that program a moment later.
  const find = () => hostA.run('pgrep', '-x', '-f', 'sleep 4747').then(Number, () => 0);
  await expect.poll(find, { timeout: 20_000 }).toBeGreaterThan(0);
  const pid = await find();
  const stat = await hostA.run('cat', `/proc/${pid}/stat`);
  const startTimeTicks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  const runId = crypto.randomUUID();
  const tree = {
    pid,
    startTimeTicks,
    workloadKey: 'test:sleeper',
    leaveRunning: false,
    encrypt: true,
    criuArguments: [],
  };
  await agentA.call('dump-checkpoint', { runId, epoch: 1, ...tree });
  await expectOutcome(agentA, runId);
  return runId;
};

const expectOutcome = (agent: MoveStage['agentA'], runId: string) =>
  expect
    .poll(() => agent.messages.find((one) => one.type === 'checkpoint.finished' && one.body.runId === runId)?.body, {
      timeout: 60_000,
    })
    .toMatchObject({ error: null });

const imagesOf = (host: LabHost, checkpointId: string): string[] =>
  readdirSync(host.fileOf(path.join(stage.agentStateDir, 'checkpoints', checkpointId, 'images')));
/** At least one image, and each of them encrypted. */
const sealed = expect.toSatisfy(
  (names: string[]) => names.length > 0 && names.every((name) => name.endsWith('.sealed')),
);

it('sends a kept, encrypted checkpoint to another agent, which keeps it signed and checked, and restores it there', async () => {
  const { agentA, agentB, hostB } = stage;
  const checkpointId = await dumpSleeper();
  expect(imagesOf(stage.hostA, checkpointId)).toEqual(sealed);
  const described = await agentA.call('describe-images', { checkpointId });
  expect(described.tree.tasks).toHaveLength(1);
  const key = { runId: crypto.randomUUID(), epoch: 1 };
  const offered = await agentA.call('offer-checkpoint', { ...key, checkpointId });
  const listening = await agentB.call('receive-checkpoint', {
    ...key,
    peerFingerprint: offered.fingerprint,
    peerIdentity: { hostId: 'lab-a', ...offered.identity },
    expectedBytes: offered.totalBytes,
    encrypt: true,
  });
  await agentA.call('send-checkpoint', {
    ...key,
    checkpointId,
    peerHost: listening.host,
    peerPort: listening.port,
    peerFingerprint: listening.fingerprint,
    peerIdentity: { hostId: 'lab-b', ...listening.identity },
  });
  const stateOf = async () => (await agentB.call('report-transfer', { runId: key.runId })).transfer;
  await expect.poll(stateOf, { timeout: 30_000 }).toMatchObject({ state: 'done' });
  for (const agent of [agentA, agentB]) await agent.call('end-transfer', key);
  expect(imagesOf(hostB, key.runId)).toEqual(sealed);
  const restore = { runId: crypto.randomUUID(), epoch: 1 };
  await agentB.call('restore-checkpoint', { ...restore, checkpointId: key.runId, criuArguments: [] });
  await expectOutcome(agentB, restore.runId);
  expect(await runs(hostB, 'sleep')).toBe(true);
  await hostB.run('pkill', '-x', '-f', 'sleep 4747');
  expect((await agentB.call('sweep-run', key)).removed.join()).toContain('images');
  await agentA.call('sweep-run', { runId: checkpointId, epoch: 1 });
});

/** Where the kernel keeps account of what is written, some memory of every process is marked as written (proc_pid_smaps(5)). */
const tracksWrites = /^VmFlags:.* sd\b/m.test(readFileSync('/proc/self/smaps', 'utf8'));

it('refuses a pre-copy where the kernel does not tell what changed, whoever asks, and the source runs on', async () => {
  const counter = await stage.start('counter');
  const { pid } = counter.place;
  const move = stage.moveOf(counter, { mode: 'pre-copy' });
  if (tracksWrites) await move.prepare();
  else {
    const why = { code: 'command-refused', message: expect.stringMatching(/mem_dirty_track/) };
    await expect(move.prepare()).rejects.toMatchObject(why);
    await expect(move.askRounds()).rejects.toThrow();
  }
  await counter.makeProgress();
  expect(counter.place).toMatchObject({ pid, host: 'lab-a' });
});
