import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CarriedTree } from './carried-tree.ts';
import { moveSpec } from './move-spec.ts';
import { withPathForConmon } from './podman/configure-conmon.ts';
import { archiveRoot, archiveSome, unpackInto } from './root-archive.ts';
import { compareSnapshots, snapshotRoot } from './root-snapshot.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the root of a container', () => {
  it('arrives as it was when it was frozen, whatever was written after the first copy', async () => {
    const [root, copy] = [path.join(folder, 'root'), path.join(folder, 'copy')];
    const write = (name: string, text: string) => writeFileSync(path.join(root, name), text);
    mkdirSync(path.join(root, 'sub'), { recursive: true });
    mkdirSync(copy);
    for (const name of ['same', 'grows', 'goes', 'sub/becomes']) write(name, name);
    symlinkSync('same', path.join(root, 'link'));
    const then = snapshotRoot(root);
    await archiveRoot(root, path.join(folder, 'ahead.tar'));

    write('grows', 'grown');
    write('sub/new', 'new');
    chmodSync(path.join(root, 'same'), 0o600);
    rmSync(path.join(root, 'goes'));
    rmSync(path.join(root, 'sub/becomes'));
    mkdirSync(path.join(root, 'sub/becomes'));
    const { changed, removed } = compareSnapshots(then, snapshotRoot(root));
    expect(removed.sort()).toEqual(['goes', 'sub/becomes']);
    expect(changed.sort()).toEqual(['.', 'grows', 'same', 'sub', 'sub/becomes', 'sub/new']);
    await archiveSome(root, path.join(folder, 'changes.tar'), changed);

    await unpackInto(copy, path.join(folder, 'ahead.tar'));
    for (const name of removed) rmSync(path.join(copy, name), { recursive: true });
    await unpackInto(copy, path.join(folder, 'changes.tar'));
    expect([...snapshotRoot(copy).keys()].sort()).toEqual([...snapshotRoot(root).keys()].sort());
    expect(readFileSync(path.join(copy, 'grows'), 'utf8')).toBe('grown');
    expect(readFileSync(path.join(copy, 'link'), 'utf8')).toBe('same');
    expect(statSync(path.join(copy, 'same')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(copy, 'sub/becomes')).isDirectory()).toBe(true);
  });

  it('may be parts of a directory, whatever they are called, and nothing else of it', async () => {
    for (const name of ['-odd', 'other', 'left']) mkdirSync(path.join(folder, 'bundle', name), { recursive: true });
    for (const name of ['-odd/a', 'other/b', 'left/c']) writeFileSync(path.join(folder, 'bundle', name), name);
    const [ahead, changes] = ['ahead.tar', 'changes.tar'].map((name) => path.join(folder, name));
    const tree = await CarriedTree.begin(path.join(folder, 'bundle'), ['-odd', 'other'], ahead ?? '');
    writeFileSync(path.join(folder, 'bundle/other/new'), 'new');
    writeFileSync(path.join(folder, 'bundle/left/new'), 'new');
    rmSync(path.join(folder, 'bundle/-odd/a'));
    expect(await tree.addChanges(changes ?? '')).toEqual(['-odd/a']);
    mkdirSync(path.join(folder, 'copy'));
    for (const archive of [ahead, changes]) await unpackInto(path.join(folder, 'copy'), archive ?? '');
    const there = [...snapshotRoot(path.join(folder, 'copy')).keys()].sort();
    expect(there).toEqual(['-odd', '-odd/a', '.', 'other', 'other/b', 'other/new']);
  });

  it('cannot be read where it is not, which is said', async () => {
    await expect(archiveRoot(path.join(folder, 'none'), path.join(folder, 'a.tar'))).rejects.toThrow(
      /files of the container could not be read/,
    );
  });
});

describe('a config.json that travels', () => {
  const bound = (destination: string, source: string) => ({ destination, source, type: 'bind' });
  const place = { bundle: '/srv/web', rootfs: '/srv/elsewhere/root' };
  const spec = {
    ociVersion: '1.0.2',
    root: { path: '/srv/elsewhere/root', readonly: true },
    mounts: [
      bound('/data', '/srv/data'),
      bound('/own', '/srv/web/own'),
      bound('/beside', '/srv/website'),
      bound('/relative', 'sub/dir'),
      bound('/outside', '../logs'),
      bound('/in-root', '/srv/elsewhere/root/var'),
      { destination: '/proc', type: 'proc', source: 'proc' },
    ],
    linux: { resources: {}, cgroupsPath: 'web' },
  };

  it('names its root in the bundle, its cgroup as it was, and what was in its bundle by its place there', () => {
    expect(moveSpec(spec, { ...place, cgroup: '/workloads/web' })).toEqual({
      ociVersion: '1.0.2',
      root: { path: 'rootfs', readonly: true },
      mounts: [
        spec.mounts[0],
        bound('/own', 'own'),
        spec.mounts[2],
        bound('/relative', 'sub/dir'),
        bound('/outside', '/srv/logs'),
        bound('/in-root', 'rootfs/var'),
        spec.mounts[6],
      ],
      linux: { resources: {}, cgroupsPath: '/workloads/web' },
    });
  });

  it('keeps the cgroup it names where the real one is not known', () => {
    expect(moveSpec(spec, { ...place, cgroup: null })).toMatchObject({ linux: spec.linux });
  });
});

describe("podman's configuration for a restore", () => {
  const own = 'conmon_env_vars = ["PATH=/run/bin:/bin"]';

  it.each([
    ['', `\n[engine]\n${own}\n`],
    ['[engine]\nruntime="runc"\n', `[engine]\n${own}\nruntime="runc"\n`],
    ['[engine]\nconmon_env_vars = ["A=b"]\n[containers]\n', `[engine]\n${own}\n[containers]\n`],
  ])('of %j names our PATH for conmon, once', (text, expected) => {
    expect(withPathForConmon(text, '/run/bin:/bin')).toBe(expected);
  });
});
