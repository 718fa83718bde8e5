import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleRecordSchema } from '../bundle-files.ts';
import { placeStandIns } from './place-stand-ins.ts';
import { planStandIns } from './plan-stand-ins.ts';
import { readStandIns } from './read-stand-ins.ts';

const id = 'a'.repeat(64);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-stand-ins-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const own = (name: string) => path.join(folder, id, 'userdata', name);
const bind = (destination: string, source: string) => ({ destination, source, type: 'bind', options: ['bind'] });

/** As podman 4.3 lays out a container, besides its root. */
const layOut = () => {
  mkdirSync(own('shm'), { recursive: true });
  mkdirSync(path.join(folder, 'images'));
  mkdirSync(path.join(folder, 'bundle'));
  writeFileSync(own('hosts'), '127.0.0.1 localhost\n', { mode: 0o644 });
  writeFileSync(path.join(own('shm'), 'segment'), 'kept', { mode: 0o600 });
  const mounts = [
    bind('/usr', '/usr'),
    { destination: '/proc', type: 'proc', source: 'proc' },
    bind('/etc/hosts', own('hosts')),
    bind('/dev/shm', own('shm')),
  ];
  return { mounts, hostname: 'web' };
};

describe('what podman makes for a container itself', () => {
  it('stands in the bundle of a rehearsal with the bytes of the source, and nothing else is changed', async () => {
    const spec = layOut();
    const [images, bundle] = [path.join(folder, 'images'), path.join(folder, 'bundle')];
    const taken = await readStandIns(spec, id, images);
    const [usr, proc, hosts, shm] = spec.mounts;
    expect(taken.spec).toEqual({
      hostname: 'web',
      mounts: [usr, proc, { ...hosts, source: 'stand-ins/0' }, { ...shm, source: 'stand-ins/1' }],
    });
    const record = { format: 'godwit-container', version: 1, runtime: 'runc', id, removed: [], ...taken };
    const { standIns = [] } = bundleRecordSchema.parse(JSON.parse(JSON.stringify(record)));
    await placeStandIns(bundle, images, standIns);
    expect(readFileSync(path.join(bundle, 'stand-ins/0'), 'utf8')).toBe('127.0.0.1 localhost\n');
    expect(statSync(path.join(bundle, 'stand-ins/0')).mode & 0o777).toBe(0o644);
    expect(readFileSync(path.join(bundle, 'stand-ins/1/segment'), 'utf8')).toBe('kept');
    expect(statSync(path.join(bundle, 'stand-ins/1/segment')).mode & 0o777).toBe(0o600);
  });

  it('is an empty directory that everybody may write where /dev/shm was empty', async () => {
    const spec = layOut();
    rmSync(path.join(own('shm'), 'segment'));
    const { standIns } = await readStandIns(spec, id, path.join(folder, 'images'));
    await placeStandIns(path.join(folder, 'bundle'), path.join(folder, 'images'), standIns);
    expect(statSync(path.join(folder, 'bundle/stand-ins/1')).mode & 0o7777).toBe(0o1777);
  });

  it.each(['/run/secrets/password', '/run/secrets', '/opt/other'])(
    'is refused at %s, which podman takes from the host it is on',
    (destination) => {
      const spec = { mounts: [bind(destination, own('secrets'))] };
      expect(() => planStandIns(spec, id)).toThrow(`podman itself brings ${destination} into the container`);
    },
  );

  it("leaves another container's folder, and a volume, to the mounts of the host", () => {
    const spec = { mounts: [bind('/other', `/srv/${'b'.repeat(64)}/userdata/hosts`), bind('/data', '/srv/data')] };
    expect(planStandIns(spec, id)).toEqual({ spec, wanted: [] });
  });
});
