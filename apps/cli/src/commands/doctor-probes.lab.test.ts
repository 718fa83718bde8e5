import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from '@godwit/test-kit/run-node';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { findDebian13Criu } from '../../../../tools/criu/find-debian-13-criu.mjs';
import { execOn } from '../../../../tools/lab/index.mjs';

const project = fileURLToPath(new URL('../../../..', import.meta.url));
const launcher = join(project, 'apps/cli/bin/godwit.mjs');
const folder = mkdtempSync(join(tmpdir(), 'godwit-doctor-'));
const environment = { GODWIT_PROBES: folder, XDG_CACHE_HOME: join(folder, 'cache') };
const newest = (): string => process.env.GODWIT_CRIU ?? '';

beforeAll(async () => {
  const built = await runNode([join(project, 'tools/build/build.mjs'), '--only', 'cli']);
  if (built.code !== 0) throw new Error(built.stderr);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const doctor = (criu: string, ...more: string[]) =>
  runNode([launcher, 'doctor', '--probes', '--criu', criu, ...more], environment);

/** Starts it as a shell would, waits for its first results and sends a signal. */
const interrupt = async (signal: NodeJS.Signals): Promise<number | null> => {
  const output = join(folder, 'output');
  const fd = openSync(output, 'w');
  const argv = [launcher, 'doctor', '--probes', '--criu', newest()];
  const child = spawn(process.execPath, argv, { env: { ...process.env, ...environment }, stdio: ['ignore', fd, fd] });
  const ended = once(child, 'exit');
  await vi.waitFor(() => expect(readFileSync(output, 'utf8')).toMatch(/works/), { timeout: 20_000 });
  child.kill(signal);
  const [code] = await ended;
  return code;
};

const sets = (): string[] => readdirSync(folder).filter((name) => name.startsWith('set-'));
const processes = (): string[] =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(folder);
    } catch {
      return false;
    }
  });

const plain = 'process,eventfd,tcp-listener,udp';

describe('godwit doctor --probes', () => {
  it('ends with 0 where all that was named is carried', async () => {
    const { code, stdout } = await doctor(newest(), '--only', plain);
    expect(stdout).toMatch(/4\/4 works/);
    expect(code).toBe(0);
  });

  it("tells Debian 13's CRIU, which carries no internet socket on this kernel", async () => {
    const { code, stdout } = await doctor(await findDebian13Criu(), '--only', plain, '--json');
    const { matrix } = JSON.parse(stdout);
    const seen = matrix.results.map(({ id, outcome }: { id: string; outcome: string }) => `${id} ${outcome}`);
    expect(seen).toEqual(['process works', 'eventfd works', 'tcp-listener dump-refused', 'udp dump-refused']);
    expect(matrix.criu.version).toMatch(/^4\.1/);
    expect(code).toBe(1);
  });

  it('probes everything, and is believed afterwards', async () => {
    const { code, stdout } = await doctor(newest(), '--json');
    const { matrix, summary } = JSON.parse(stdout);
    expect({ code, missing: summary.missing }).toEqual({ code: 0, missing: [] });
    expect(matrix).toMatchObject({ complete: true });
    const argv = [launcher, 'collect', '--output', '-', '--criu', newest()];
    const bundle = JSON.parse((await runNode(argv, environment)).stdout);
    expect(bundle.host.capabilityMatrix.value.results).toHaveLength(matrix.results.length);
    // Half a minute on two cores of its own; many tests may share them.
  }, 300_000);

  it('probes a host that is itself made of namespaces', async () => {
    const argv = [
      process.execPath,
      launcher,
      'doctor',
      '--probes',
      '--criu',
      newest(),
      '--only',
      `${plain},own-network`,
    ];
    const { code, stdout, stderr } = await execOn(inject('labSet'), 'lab-a', argv);
    expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/5\/5 works/);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    expect(await interrupt('SIGINT')).toBe(2);
    expect(processes()).toEqual([]);
    expect(sets()).toEqual([]);
  });

  it('leaves no process behind when it is killed, and the next one sweeps up', async () => {
    expect(await interrupt('SIGKILL')).toBeNull();
    await vi.waitFor(() => expect(processes()).toEqual([]), { timeout: 30_000 });
    expect(sets()).toHaveLength(1);
    expect((await doctor(newest(), '--only', 'process')).code).toBe(0);
    expect(sets()).toEqual([]);
  });
});
