import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commands } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommandHandlers } from '../agent-context.ts';
import { createDispatcher } from './dispatch-command.ts';
import { RunEpochs } from './run-epochs.ts';

const runId = '6f0c1d9e-2a3b-4c5d-8e7f-0a1b2c3d4e5f';
let stateDir: string;
let counter = 0;
const commandId = () => `00000000-0000-4000-8000-${String(++counter).padStart(12, '0')}`;

beforeEach(() => {
  stateDir = mkdtempSync(path.join(os.tmpdir(), 'godwit-dispatch-'));
});
afterEach(() => rmSync(stateDir, { recursive: true }));

const startDispatcher = (some: Partial<CommandHandlers>, authorize = async () => {}) => {
  const none = async () => {
    throw new Error('called by mistake');
  };
  const handlers = Object.fromEntries(Object.keys(commands).map((type) => [type, none])) as unknown as CommandHandlers;
  return createDispatcher({ handlers: { ...handlers, ...some }, epochs: new RunEpochs(stateDir), authorize });
};
const command = (type: string, body: unknown, id = commandId()) => ({ version: 1, commandId: id, type, body });

test('a known command reaches its handler and its result comes back', async () => {
  const dispatch = startDispatcher({ 'report-run': async () => ({ run: null }) });
  expect(await dispatch(command('report-run', { runId }))).toEqual({ ok: true, result: { run: null } });
});

test.each([
  ['something that is no command', 'shell'],
  ['nothing', undefined],
  ['an unknown command', command('run-shell', { line: 'id' })],
  ['the name of an inherited property', command('toString', {})],
  ['a body of another shape', command('report-run', { runId: 'x' })],
  ['an envelope of another version', { ...command('report-run', { runId }), version: 2 }],
])('%s is refused and nothing is done', async (_, raw) => {
  const handler = vi.fn(async () => ({ run: null }));
  const dispatch = startDispatcher({ 'report-run': handler });
  expect(await dispatch(raw)).toMatchObject({ ok: false, error: { code: 'command-refused' } });
  expect(handler).not.toHaveBeenCalled();
});

test('CRIU options that are not of the agreed form are refused', async () => {
  const dispatch = startDispatcher({});
  const body = { runId, epoch: 1, criuArguments: ['--action-script=/tmp/x; rm'], holdSeconds: 10 };
  expect(await dispatch(command('start-dump', body))).toMatchObject({ ok: false, error: { code: 'command-refused' } });
});

test('what the owner of the host does not allow never reaches its handler', async () => {
  const handler = vi.fn(async () => ({ run: null }));
  const dispatch = startDispatcher({ 'report-run': handler }, async () => {
    throw new GodwitError({ code: 'command-refused', message: 'No.', remedy: 'Ask.' });
  });
  expect(await dispatch(command('report-run', { runId }))).toMatchObject({ ok: false, error: { message: 'No.' } });
  expect(handler).not.toHaveBeenCalled();
});

test('a failure of the handler is a reply with its code', async () => {
  const dispatch = startDispatcher({
    'report-run': async () => {
      throw new GodwitError({ code: 'disk-full', message: 'Full.', remedy: 'Make room.' });
    },
  });
  const reply = await dispatch(command('report-run', { runId }));
  expect(reply).toEqual({ ok: false, error: { code: 'disk-full', message: 'Full.', remedy: 'Make room.' } });
});

test('a command that is delivered twice is carried out once, with the same reply', async () => {
  const handler = vi.fn(async () => ({ run: null }));
  const dispatch = startDispatcher({ 'report-run': handler });
  const sent = command('report-run', { runId });
  expect(await Promise.all([dispatch(sent), dispatch(sent)])).toEqual([
    { ok: true, result: { run: null } },
    { ok: true, result: { run: null } },
  ]);
  expect(handler).toHaveBeenCalledOnce();
});

test('an older epoch of the same run is refused, also after a restart of the agent', async () => {
  const handler = vi.fn(async () => ({ fingerprint: 'a'.repeat(64) }));
  const open = (epoch: number) => command('open-run', { runId, epoch, side: 'source' });
  const dispatch = startDispatcher({ 'open-run': handler });
  expect(await dispatch(open(2))).toMatchObject({ ok: true });
  expect(await dispatch(open(1))).toMatchObject({ ok: false, error: { code: 'epoch-stale' } });
  const restarted = startDispatcher({ 'open-run': handler });
  expect(await restarted(open(1))).toMatchObject({ ok: false, error: { code: 'epoch-stale' } });
  expect(await restarted(open(2))).toMatchObject({ ok: true });
  expect(await restarted(open(3))).toMatchObject({ ok: true });
  expect(handler).toHaveBeenCalledTimes(3);
});
