import { describe, expect, it } from 'vitest';
import { closedOptions } from './closed-options.ts';
import { coverOf, planCovers, writeCovers } from './cover-mounts.ts';

const mount = (mountPoint: string, filesystem = 'ext4', isDirectory = true) => ({
  mountPoint,
  filesystem,
  isDirectory,
});
const own = '/var/lib/agent/runs/1';
const covers = planCovers(
  [
    mount('/'),
    mount('/proc', 'proc'),
    mount('/proc/sys/kernel/random/boot_id', 'ext4', false),
    mount('/sys', 'sysfs'),
    mount('/sys/fs/cgroup', 'cgroup2'),
    mount('/dev', 'devtmpfs'),
    mount('/dev/shm', 'tmpfs'),
    mount('/dev/pts', 'devpts'),
    mount('/srv/shared', 'nfs4'),
    mount('/run/netns/a', 'nsfs', false),
    mount('/etc/resolv.conf', 'ext4', false),
    mount('/net', 'autofs'),
    mount(`${own}/scene`, 'tmpfs'),
  ],
  own,
);
const howAt = (at: string) => covers.find((cover) => cover.at === at)?.how;

describe('the covers of a rehearsal', () => {
  it('lay overlays over everything an overlay can lie over, shared storage too', () => {
    for (const at of ['/', '/dev/shm', '/srv/shared']) expect(howAt(at)).toBe('overlay');
  });

  it('show the rest without a way to write it', () => {
    for (const at of ['/sys/fs/cgroup', '/run/netns/a', '/etc/resolv.conf']) expect(howAt(at)).toBe('readonly');
    expect(howAt('/dev')).toBe('devices');
    expect(howAt('/sys')).toBe('kernel');
  });

  it('leave out what is made anew, what a look would mount, and the run itself', () => {
    for (const at of ['/proc', '/proc/sys/kernel/random/boot_id', '/dev/pts', '/net', `${own}/scene`])
      expect(howAt(at)).toBeUndefined();
  });

  it('of a container show control groups of its own, and its bundle as it lies there', () => {
    const bundle = '/var/lib/agent/containers/1';
    const contained = planCovers([mount('/'), mount('/sys/fs/cgroup', 'cgroup2')], own, bundle);
    expect(coverOf(contained, '/sys/fs/cgroup')?.how).toBe('cgroups');
    expect(contained.at(-1)).toEqual({ how: 'own', at: bundle });
    const old = planCovers([mount('/sys/fs/cgroup', 'tmpfs'), mount('/sys/fs/cgroup/unified', 'cgroup2')], own, bundle);
    expect(old.some(({ how }) => how === 'cgroups')).toBe(false);
  });

  it('say under which of them a file lies', () => {
    expect(coverOf(covers, '/srv/shared/a')).toEqual({ how: 'overlay', at: '/srv/shared' });
    expect(coverOf(covers, '/sys/fs/cgroup/a')?.how).toBe('readonly');
    expect(coverOf(covers, '/srv/sharedness')?.at).toBe('/');
  });

  it('are told to the script a line each, and never with a name that would read as two', () => {
    expect(writeCovers(covers)).toContain('overlay\t/srv/shared\n');
    expect(() => writeCovers([{ how: 'overlay', at: '/a\nreadonly\t/' }])).toThrow('a tab or a line break');
  });
});

it('takes no option that reaches out of the namespaces, whoever asks', () => {
  expect(closedOptions(['--tcp-established', '--file-locks'])).toEqual(['--file-locks', '--tcp-close']);
  expect(() => closedOptions(['--join-ns=net:/run/netns/a'])).toThrow('reaches something of this host');
});
