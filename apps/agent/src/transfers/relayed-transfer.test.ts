import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sealCheckpoint } from '../at-rest/index.ts';
import { createLog } from '../configuration/log.ts';
import { checkpointRecordFile } from '../hold/checkpoint-record.ts';
import { writeOutcome } from '../hold/outcome-file.ts';
import { createRelayCommands } from '../relay/relay-commands.ts';
import { Relays } from '../relay/relays.ts';
import { RunRegistry } from '../runs/run-registry.ts';
import { OpenTransfers } from './open-transfers.ts';
import { createTransferCommands } from './transfer-commands.ts';

const secret = 'what the memory holds '.repeat(500);
const key = { runId: '6f5b0f2e-1111-4222-8333-444455556677', epoch: 1 };
const checkpointId = '6f5b0f2e-1111-4222-8333-444455556678';

let base: string;
beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'godwit-relayed-'));
});
afterEach(() => rmSync(base, { recursive: true }));

/** What an agent does of transfers, without its line to a server. */
const startAgent = (name: string) => {
  const stateDir = path.join(base, name);
  mkdirSync(stateDir);
  const relays = new Relays();
  const log = createLog('silent');
  const context = { stateDir, criuPath: null, channelAddress: '127.0.0.1', log, send: async () => true, relays };
  const registry = new RunRegistry(context);
  const transfers = new OpenTransfers(stateDir);
  const commands = {
    ...createTransferCommands({ ...context, transfers }),
    ...createRelayCommands(registry, transfers),
  };
  return { stateDir, relays, registry, commands };
};

const keepCheckpoint = ({ registry }: ReturnType<typeof startAgent>): void => {
  const paths = registry.store.open('checkpoints', checkpointId, { side: 'source', epoch: 1 });
  writeFileSync(path.join(paths.images, 'pages-1.img'), secret);
  const task = { pid: 7, startTimeTicks: 1, comm: 'sleep' };
  const record = { runId: checkpointId, workloadKey: 'test:sleeper', rootPid: 7, leftRunning: true, cgroupPath: null };
  writeFileSync(checkpointRecordFile(paths.dir), JSON.stringify({ ...record, tasks: [task] }));
  const nothing = { error: null, frozenUs: null, logTail: [] };
  writeOutcome(paths, { action: 'dump', imageBytes: secret.length, rootPid: 7, ...nothing });
};

it('sends a checkpoint through the server, which sees nothing of it, when the receiving agent cannot be reached', async () => {
  const [source, destination] = [startAgent('a'), startAgent('b')];
  const passed: Buffer[] = [];
  source.relays.bind(async (head, data) => {
    passed.push(data);
    return destination.relays.take(head, data);
  });
  destination.relays.bind((head, data) => source.relays.take(head, data));
  keepCheckpoint(source);
  const offered = await source.commands['offer-checkpoint']({ ...key, checkpointId });
  const listening = await destination.commands['receive-checkpoint']({
    ...key,
    peerFingerprint: offered.fingerprint,
    peerIdentity: { hostId: 'a', ...offered.identity },
    expectedBytes: offered.totalBytes,
  });
  const sendTo = (peerHost: string, peerPort: number) =>
    source.commands['send-checkpoint']({
      ...key,
      checkpointId,
      peerHost,
      peerPort,
      peerFingerprint: listening.fingerprint,
      peerIdentity: { hostId: 'b', ...listening.identity },
    });
  // Nobody listens there: as if no route led to the other host.
  await expect(sendTo('127.0.0.1', 1)).rejects.toMatchObject({ code: 'channel-broken' });
  expect(await source.commands['report-transfer'](key)).toEqual({ transfer: { state: 'waiting', bytes: 0 } });
  await destination.commands['open-relay']({ ...key, side: 'destination' });
  const entry = await source.commands['open-relay']({ ...key, side: 'source' });
  await sendTo(entry.host, entry.port);
  const stateOf = async () => (await destination.commands['report-transfer'](key)).transfer?.state;
  await expect.poll(stateOf, { timeout: 20_000 }).toBe('done');
  const kept = path.join(destination.stateDir, 'checkpoints', key.runId, 'images', 'pages-1.img');
  expect(readFileSync(kept, 'utf8')).toBe(secret);
  const onTheWay = Buffer.concat(passed);
  expect(onTheWay.length).toBeGreaterThan(1000);
  expect(onTheWay.includes('what the memory holds')).toBe(false);
  for (const { commands } of [source, destination]) await commands['end-transfer'](key);
});

it('opens no relay for what this agent knows nothing of', async () => {
  const { commands } = startAgent('a');
  await expect(commands['open-relay']({ ...key, side: 'source' })).rejects.toMatchObject({ code: 'not-found' });
});

it('says that it works while images are opened, compared and sealed, when nothing is on the line', async () => {
  const [source, destination] = [startAgent('a'), startAgent('b')];
  keepCheckpoint(source);
  const { images } = source.registry.store.checkpoint(checkpointId);
  const bytes = 3 << 20;
  writeFileSync(path.join(images, 'pages-1.img'), Buffer.alloc(bytes, 7));
  await sealCheckpoint(source.registry.store.checkpoint(checkpointId));
  const offered = await source.commands['offer-checkpoint']({ ...key, checkpointId });
  const listening = await destination.commands['receive-checkpoint']({
    ...key,
    peerFingerprint: offered.fingerprint,
    peerIdentity: { hostId: 'a', ...offered.identity },
    expectedBytes: offered.totalBytes,
    encrypt: true,
  });
  await source.commands['send-checkpoint']({
    ...key,
    checkpointId,
    peerHost: listening.host,
    peerPort: listening.port,
    peerFingerprint: listening.fingerprint,
    peerIdentity: { hostId: 'b', ...listening.identity },
  });
  const reportOf = async ({ commands }: ReturnType<typeof startAgent>) =>
    (await commands['report-transfer'](key)).transfer;
  await expect.poll(() => reportOf(destination), { timeout: 20_000 }).toMatchObject({ state: 'done' });
  // Opened and hashed on one side, hashed and sealed on the other.
  for (const agent of [source, destination]) expect((await reportOf(agent))?.worked).toBeGreaterThanOrEqual(2 * bytes);
  for (const { commands } of [source, destination]) await commands['end-transfer'](key);
});
