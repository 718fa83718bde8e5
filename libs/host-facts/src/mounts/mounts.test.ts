import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { collectTree } from '../tree/collect-tree.ts';
import { answersLookups } from './answers-lookups.ts';
import { coveredMounts } from './covered-mounts.ts';
import { findHostPath } from './find-host-path.ts';
import { parseFullMounts } from './read-mounts.ts';

const text = `21 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw,discard
22 21 0:30 / /data rw - tmpfs a rw,size=10k
23 22 0:31 / /data rw - tmpfs b rw
24 21 0:32 / /srv/deep rw - tmpfs c rw
25 21 0:33 / /srv rw shared:5 master:2 - tmpfs d rw
26 25 0:34 / /srv/other rw - fuse.sshfs e rw
`;

describe('mount tables', () => {
  it('keep the options of the filesystem', () => {
    expect(parseFullMounts(text).map(({ superOptions }) => superOptions)).toEqual([
      'rw,discard',
      'rw,size=10k',
      'rw',
      'rw',
      'rw',
      'rw',
    ]);
  });

  it('tell what lies under another mount: on its own place, and beside it on a directory above', () => {
    expect([...coveredMounts(parseFullMounts(text))]).toEqual([22, 24]);
  });

  it('are not looked up where that may wait for somebody', () => {
    expect(['fuse.sshfs', 'nfs4', 'autofs', '9p'].map(answersLookups)).toEqual([false, false, false, false]);
    expect(
      ['ext4', 'tmpfs', 'overlay', 'fusectl'].map((type) => answersLookups(type === 'fusectl' ? 'ext4' : type)),
    ).toEqual([true, true, true, true]);
  });
});

const directory = mkdtempSync(path.join(tmpdir(), 'godwit-mounts-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the path on the host', () => {
  const [root] = parseFullMounts('21 1 8:1 / / rw - ext4 /dev/sda1 rw\n');
  const part = { ...parseFullMounts(`30 21 8:1 ${directory} /inside rw - ext4 /dev/sda1 rw\n`)[0]! };

  it('leads to the same directory, or there is none', () => {
    expect(findHostPath(part, [root!], directory)).toBe(directory);
    expect(findHostPath(part, [root!], '/')).toBeNull();
    expect(findHostPath(part, [root!], null)).toBeNull();
    expect(findHostPath({ ...part, dev: '8:9' }, [root!], directory)).toBeNull();
  });
});

const untilReady = async (file: string): Promise<void> => {
  for (let left = 200; left > 0; left--) {
    try {
      if (execFileSync('cat', [file], { encoding: 'utf8' }).includes('ready')) return;
    } catch {
      // Not yet.
    }
    await setTimeout(25);
  }
  throw new Error('The program did not become ready.');
};

it('reads a namespace of its own: what comes from the host, what lies in memory, and files from outside', async () => {
  const ready = path.join(directory, 'ready');
  const place = path.join(directory, 'place');
  writeFileSync(path.join(directory, 'outside'), '');
  const inside = `mkdir ${place}; mount -t tmpfs mine ${place}; echo text > ${place}/file; mount --bind /usr ${place}; exec 4</dev/null; echo ready > ${ready}; exec sleep 60`;
  const child = spawn('sh', ['-c', `exec 3<${directory}/outside; exec unshare --mount sh -c "$0"`, inside], {
    stdio: 'ignore',
  });
  try {
    await untilReady(ready);
    await setTimeout(50);
    const { mountNamespaces: namespaces, strayFiles: stray } = await collectTree({ pid: child.pid ?? 0, hash: false });
    const mounts = namespaces?.known && namespaces.value[0]?.mounts.known ? namespaces.value[0].mounts.value : [];
    expect(mounts.find(({ mountPoint }) => mountPoint === '/')?.hostPath).toBe('/');
    const [mine, bound] = mounts.filter(({ mountPoint }) => mountPoint === place);
    expect(mine).toMatchObject({ covered: true, onHost: false, hostPath: null });
    expect(bound).toMatchObject({ covered: false, hostPath: '/usr', root: expect.stringMatching(/usr$/) });
    const outside = stray?.known ? stray.value.filter(({ fd }) => fd === 3 || fd === 4) : [];
    expect(outside.map(({ fd, state }) => ({ fd, state }))).toEqual([{ fd: 3, state: 'unlisted' }]);
  } finally {
    child.kill('SIGKILL');
  }
});
