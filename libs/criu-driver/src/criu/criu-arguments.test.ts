import { describe, expect, it } from 'vitest';
import { dumpArguments, lazyPagesArguments, preDumpArguments, restoreArguments } from './criu-arguments.ts';
import { requirePermitted } from './permitted-options.ts';

const common = {
  criuPath: '/usr/sbin/criu',
  imagesDir: '/i',
  workDir: '/w',
  actionScript: '/h',
  options: ['--tcp-established'],
};

describe('the command line', () => {
  it('of a dump: locks by nftables and leaves cgroups alone', () => {
    const argv = dumpArguments({ ...common, pid: 7, leaveRunning: false, networkLock: 'nftables' });
    expect(argv.slice(0, 2)).toEqual(['/usr/sbin/criu', 'dump']);
    const expected = [
      '--tree=7',
      '--images-dir=/i',
      '--work-dir=/w',
      '-v4',
      '--manage-cgroups=ignore',
      '--action-script=/h',
    ];
    expect(argv).toEqual(expect.arrayContaining([...expected, '--tcp-established', '--network-lock=nftables']));
    expect(argv).not.toContain('--leave-running');
  });

  it('of a dump takes the lock that the plan names', () => {
    const options = ['--network-lock=iptables'];
    const argv = dumpArguments({ ...common, options, pid: 7, leaveRunning: true, networkLock: 'nftables' });
    expect(argv.filter((one) => one.startsWith('--network-lock'))).toEqual(options);
    expect(argv).toContain('--leave-running');
  });

  it('of a post-copy: pages go over a socket that is inherited, and no port is opened', () => {
    const pageServer = { socket: 3, status: 4 };
    const lazy = { ...common, actionScript: null, pageServer };
    const dump = dumpArguments({ ...lazy, pid: 7, leaveRunning: false, networkLock: 'nftables' });
    expect(dump).toEqual(expect.arrayContaining(['--lazy-pages', '--ps-socket=3', '--status-fd=4']));
    expect(dump.filter((one) => /^--(action-script|port|address)/.test(one))).toEqual([]);
    expect(restoreArguments({ ...common, pidFile: '/p', lazyPages: true })).toContain('--lazy-pages');
    const daemon = lazyPagesArguments({ ...common, descriptors: pageServer });
    expect(daemon).toEqual(expect.arrayContaining(['lazy-pages', '--page-server', '--ps-socket=3', '--status-fd=4']));
  });

  it('of a pre-copy: rounds in a row, each upon the one before, without a hook, and the dump upon the last', () => {
    const round = { ...common, pid: 7, log: 'pre-dump-1.log' };
    const first = preDumpArguments(round);
    expect(first).toEqual(expect.arrayContaining(['pre-dump', '--tree=7', '--track-mem', '--log-file=pre-dump-1.log']));
    expect(first.filter((one) => /^--(action-script|prev-images-dir|network-lock)/.test(one))).toEqual([]);
    const second = preDumpArguments({ ...round, parent: '../pre-1' });
    expect(second).toEqual(expect.arrayContaining(['--track-mem', '--prev-images-dir=../pre-1']));
    const dump = dumpArguments({ ...common, pid: 7, leaveRunning: false, networkLock: 'nftables', parent: 'pre-2' });
    expect(dump).toEqual(
      expect.arrayContaining(['dump', '--track-mem', '--prev-images-dir=pre-2', '--action-script=/h']),
    );
    expect(() => preDumpArguments({ ...round, options: ['--page-server'] })).toThrow(/not on its list/);
  });

  it('of a restore: CRIU ends, the tree stays', () => {
    const argv = restoreArguments({ ...common, pidFile: '/p' });
    expect(argv).toEqual(
      expect.arrayContaining(['restore', '--restore-detached', '--pidfile=/p', '--tcp-established']),
    );
  });
});

describe('what a plan may not ask', () => {
  it.each([
    ['dump', '--action-script=/bin/sh'],
    ['dump', '--leave-running'],
    ['dump', '--images-dir=/etc'],
    ['dump', '--page-server'],
    ['dump', '--track-mem'],
    ['dump', '--prev-images-dir=../pre-1'],
    ['dump', '--ghost-limit'],
    ['dump', '--ghost-limit=1M;rm'],
    ['dump', '--tcp-established=1'],
    ['dump', '--manage-cgroups=full'],
    ['dump', '--weak-sysctls'],
    ['restore', '--link-remap'],
    ['restore', '--exec-cmd'],
    ['restore', '--toString'],
  ] as const)('%s %s', (action, option) => {
    expect(() => requirePermitted(action, [option])).toThrow(/not on its list/);
  });

  it('while what rules recommend may be asked', () => {
    const wanted = ['--tcp-established', '--file-locks', '--ghost-limit=8M', '--link-remap', '--external=unix[123]'];
    expect(() => requirePermitted('dump', wanted)).not.toThrow();
    expect(() =>
      requirePermitted('restore', ['--tcp-close', '--shell-job', '--external=mnt[key]:/path']),
    ).not.toThrow();
  });
});
