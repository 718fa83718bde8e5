import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { execOn } from '../../tools/lab/index.mjs';
import { type Installation, startInstallation } from '../harness/start-installation.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { readLabHosts, readNonce } from '../judge/lab-hosts.mjs';
import { preflightMove } from '../kill/move-workload.mjs';

let installation: Installation;

beforeAll(async () => {
  installation = await startInstallation({ name: 'one-byte', criuPath: inject('criuPath'), labSet: inject('labSet') });
});
afterAll(() => installation?.stop());

/** A byte some way into the file, below 128 so that it is one byte in UTF-8 too. */
const findByte = (hostRoot: string, file: string): { offset: number; value: number } => {
  const content = readFileSync(`${hostRoot}${file}`);
  const offset = content.findIndex((value, index) => index >= 8192 && value < 127);
  return { offset, value: content[offset] ?? 0 };
};

const writeByte = async (host: string, file: string, offset: number, value: number) => {
  const { set, stateDir } = installation.lab;
  const argv = ['dd', `of=${file}`, 'bs=1', 'count=1', `seek=${offset}`, 'conv=notrunc', 'status=none'];
  const { code, stderr } = await execOn(set, host, argv, { stateDir, input: String.fromCharCode(value) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
};

test('one changed byte in a library on the destination blocks the move, and both hashes are shown', async () => {
  const hosts = readLabHosts(installation.lab.dir);
  const [copy] = findCopies(readNonce(installation.lab.dir, 'counter'), hosts);
  if (!copy) throw new Error('The counter does not run.');
  const destination = copy.host === 'lab-a' ? 'lab-b' : 'lab-a';
  const library = /\S+\/lib-dynload\/_json\S+\.so$/m.exec(readFileSync(`/proc/${copy.pid}/maps`, 'utf8'))?.[0] ?? '';
  expect(library).toMatch(/^\//);
  const { offset, value } = findByte(hosts.find(({ name }) => name === destination)?.root ?? '', library);
  await writeByte(destination, library, offset, value + 1);
  try {
    const preflight = await preflightMove(installation.api, 'counter', copy.host, destination);
    expect(preflight).toMatchObject({ movable: false, verdict: { verdict: 'blocked' } });
    const finding = preflight.verdict.findings.find(
      (one: { subject: { path?: string } }) => one.subject.path === library,
    );
    expect(finding).toMatchObject({ severity: 'blocker' });
    const hashes = Object.values<string>(finding.evidence).filter((value) => /^[0-9a-f]{64}$/.test(value));
    expect(new Set(hashes).size).toBe(2);
  } finally {
    await writeByte(destination, library, offset, value);
  }
  const again = await preflightMove(installation.api, 'counter', copy.host, destination);
  expect(again.movable).toBe(true);
});
