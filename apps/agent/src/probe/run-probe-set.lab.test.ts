import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { programTools } from '@godwit/criu-driver';
import type { CapabilityMatrix } from '@godwit/domain/facts';
import { runProbeSet } from '@godwit/probes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDebian13Criu } from '../../../../tools/criu/find-debian-13-criu.mjs';

let baseFolder: string;
beforeEach(() => {
  baseFolder = mkdtempSync(path.join(os.tmpdir(), 'godwit-probes-'));
});
afterEach(() => rmSync(baseFolder, { recursive: true, force: true }));

/** Processes that belong to a set: its folder is in their command lines. */
const listProbeProcesses = (folder: string): string[] =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });

const newest = (): string => process.env.GODWIT_CRIU ?? '';
const probe = (criuPath: string, only: string[], more: object = {}) =>
  runProbeSet({ tools: programTools, criuPath, baseFolder, only, ...more });
const outcomes = ({ results }: CapabilityMatrix) => Object.fromEntries(results.map(({ id, outcome }) => [id, outcome]));

const sockets = ['tcp-listener', 'tcp6-listener', 'tcp-established', 'udp'];

describe('the probes of a host', () => {
  it('tell a CRIU that carries sockets on this kernel from one that does not', async () => {
    const good = await probe(newest(), ['process', 'eventfd', ...sockets]);
    expect(new Set(Object.values(outcomes(good)))).toEqual(new Set(['works']));
    const old = await probe(await findDebian13Criu(), ['process', 'eventfd', ...sockets]);
    expect(old.criu.version).toMatch(/^4\.1/);
    expect(outcomes(old)).toMatchObject({ process: 'works', eventfd: 'works' });
    for (const id of sockets) expect(outcomes(old)[id]).toBe('dump-refused');
    const line = old.results.find(({ id }) => id === 'udp')?.criuError;
    expect(line).toMatch(/Can't get 1:16 opt: Operation not supported/);
  });

  it('tell what is refused at the dump, at the restore, and what comes back without working', async () => {
    const matrix = await probe(newest(), ['io-uring', 'deadline-scheduling', 'cpu-affinity', 'sctp']);
    expect(outcomes(matrix)).toMatchObject({ 'io-uring': 'dump-refused', 'deadline-scheduling': 'restore-refused' });
    expect(['lost', 'not-run']).toContain(outcomes(matrix)['cpu-affinity']);
    expect(matrix.complete).toBe(false);
  });

  it('see what the move relies on in CRIU', async () => {
    const relied = ['hook-refuses-dump', 'hook-killed', 'criu-killed-dump', 'hook-refuses-restore', 'frozen-in-hook'];
    const matrix = await probe(newest(), [...relied, 'copy-waits-in-hook', 'criu-killed-restore']);
    expect(new Set(Object.values(outcomes(matrix)))).toEqual(new Set(['works']));
  });

  it('say that nothing is known where a CRIU does nothing at all', async () => {
    await expect(probe('/bin/true', ['process'])).rejects.toThrow(/\/bin\/true --version/);
  });

  it('refuse a probe nobody knows', async () => {
    await expect(probe(newest(), ['process', 'nonsense'])).rejects.toThrow(/no probe named nonsense/);
  });
});

describe('nothing is left', () => {
  it('after a set', async () => {
    await probe(newest(), ['process-tree', 'hook-refuses-restore']);
    expect(readdirSync(baseFolder)).toEqual([]);
    expect(listProbeProcesses(baseFolder)).toEqual([]);
  });

  it('after a cancellation, at whatever moment', async () => {
    for (const afterMs of [5, 60, 130, 200]) {
      const cancel = new AbortController();
      setTimeout(() => cancel.abort(), afterMs);
      const matrix = await probe(newest(), ['process', 'tcp-established', 'threads'], { signal: cancel.signal });
      expect(matrix.complete).toBe(false);
      expect(listProbeProcesses(baseFolder)).toEqual([]);
      expect(readdirSync(baseFolder)).toEqual([]);
    }
  });
});
