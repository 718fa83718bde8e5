import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { answerContainer } from './answer-container.ts';
import { listBundleMounts } from './bundle-mounts.ts';
import { nameContainer } from './collect-container.ts';
import { measureRootfs } from './measure-rootfs.ts';
import { parseSpec } from './parse-spec.ts';
import { parseCrunState, parseRuncState } from './parse-state.ts';

const directory = mkdtempSync(join(tmpdir(), 'godwit-containers-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the state of a runtime', () => {
  /** As runc 1.1.5 wrote it, without what is not read. */
  const runc = {
    id: 'c1',
    init_process_pid: 8269,
    init_process_start: 2431448,
    config: {
      rootfs: '/srv/bundles/c1/rootfs',
      labels: ['bundle=/srv/bundles/c1'],
      cgroups: { path: '/workloads/c1', Systemd: false },
    },
  };
  const found = { id: 'c1', pid: 8269, startTimeTicks: 2431448, bundle: '/srv/bundles/c1', systemdCgroup: false };

  it('of runc is read from state.json', () => {
    expect(parseRuncState(JSON.stringify(runc), 'c1')).toEqual({ ...found, rootfs: '/srv/bundles/c1/rootfs' });
    const config = { ...runc.config, labels: null, cgroups: { Systemd: true } };
    expect(parseRuncState(JSON.stringify({ ...runc, config }), 'c1')).toMatchObject({
      bundle: null,
      systemdCgroup: true,
    });
  });

  it('of crun is read from its status', () => {
    const status = { pid: 5, 'process-start-time': 77, rootfs: '/r', bundle: '/b', 'systemd-cgroup': true };
    expect(parseCrunState(JSON.stringify(status), 'k')).toEqual({
      id: 'k',
      pid: 5,
      startTimeTicks: 77,
      bundle: '/b',
      rootfs: '/r',
      systemdCgroup: true,
    });
  });

  it.each(['', '{', '{}', '[]', '{"init_process_pid":"8"}'])('that reads %j is no state', (text) => {
    expect(parseRuncState(text, 'c1')).toBeNull();
    expect(parseCrunState(text, 'c1')).toBeNull();
  });

  it('has a name of podman where podman made the container', () => {
    const podman = new Map([['abc', 'web']]);
    expect(nameContainer({ runtime: 'runc', id: 'abc' }, podman)).toEqual({ runtime: 'podman', name: 'web' });
    expect(nameContainer({ runtime: 'runc', id: 'c1' }, podman)).toEqual({ runtime: 'runc', name: 'c1' });
  });
});

describe('a config.json', () => {
  const spec = (value: object): ReturnType<typeof parseSpec> => parseSpec(JSON.stringify(value), '/srv/web');

  it('tells what it takes from its host; what is in the bundle travels', () => {
    const mounts = [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/data', type: 'bind', source: '/srv/data', options: ['rbind'] },
      { destination: '/etc/own', source: '/srv/web/own', options: ['bind', 'ro'] },
      { destination: '/beside', type: 'none', source: '/srv/website', options: ['bind'] },
      { destination: '/relative', type: 'bind', source: 'inside' },
      { destination: '/outside', type: 'bind', source: '../data' },
    ];
    expect(spec({ mounts }).bindMounts).toEqual([
      { source: '/srv/data', destination: '/data' },
      { source: '/srv/website', destination: '/beside' },
      { source: '/srv/data', destination: '/outside' },
    ]);
  });

  it('names what lies in the bundle besides the root, once, and not what lies below another', () => {
    const bind = (source: string) => ({ destination: '/there', type: 'bind', source });
    const sources = [
      '/srv/web/own',
      'own',
      'own/sub',
      'a/file',
      '/srv/web',
      'rootfs/var',
      '../data',
      '/srv/website',
      'owner',
    ];
    const mounts = [...sources.map(bind), { destination: '/proc', type: 'proc', source: 'proc' }];
    const place = { bundle: '/srv/web', rootfs: '/srv/web/rootfs' };
    expect(listBundleMounts({ mounts }, place)).toEqual(['own', 'a/file', 'owner']);
    expect(listBundleMounts({}, place)).toEqual([]);
  });

  it('tells terminal, joined namespaces and hooks', () => {
    const namespaces = [{ type: 'pid' }, { type: 'network', path: '/run/netns/web' }];
    expect(
      spec({
        process: { terminal: true },
        linux: { namespaces },
        hooks: { prestart: [{ path: '/bin/a' }], poststop: [{ path: '/bin/b' }] },
      }),
    ).toEqual({
      bindMounts: [],
      joinedNamespaces: [{ type: 'network', path: '/run/netns/web' }],
      hooks: ['/bin/a', '/bin/b'],
      hasTerminal: true,
    });
    expect(() => parseSpec('{', '/srv/web')).toThrow();
  });
});

describe('on this host', () => {
  it('measures the files of a root', () => {
    const root = join(directory, 'root');
    mkdirSync(join(root, 'sub'), { recursive: true });
    writeFileSync(join(root, 'sub', 'file'), 'x'.repeat(5000));
    expect(measureRootfs(root)).toBe(5000);
    expect(measureRootfs(join(root, 'sub', 'file'))).toBe(5000);
    expect(measureRootfs(join(root, 'nothing'))).toBe(0);
  });

  it('answers what a container would meet here', () => {
    const paths = ['/proc', '/nowhere/at-all'];
    expect(answerContainer({ runtime: 'runc', id: 'no-such-container', paths })).toMatchObject({
      hasRuntime: existsSync('/usr/sbin/runc') || existsSync('/usr/bin/runc'),
      taken: false,
      missing: ['/nowhere/at-all'],
    });
  });
});
