import { describe, expect, it } from 'vitest';
import { containerRuntimeName, supervisorName } from './known-programs.ts';
import { containerOfCgroup, serviceOfCgroup } from './parse-cgroup-path.ts';
import { parseShellArguments } from './parse-shell-arguments.ts';
import { loopsAround } from './parse-shell-loops.ts';
import { parseRestartMode, restartsKilledService } from './parse-unit-file.ts';

describe('where a shell takes its commands from', () => {
  it.each([
    [['sh', '-c', 'x'], { from: 'argument', text: 'x' }],
    [['bash', '-lc', 'x', 'name'], { from: 'argument', text: 'x' }],
    [['bash', '-o', 'pipefail', '-c', 'x'], { from: 'argument', text: 'x' }],
    [['/bin/sh', '-e', '/srv/run.sh', '-c'], { from: 'file', path: '/srv/run.sh' }],
    [['bash', '--norc', 'run.sh'], { from: 'file', path: 'run.sh' }],
    [['/bin/busybox', 'sh', 'run.sh'], { from: 'file', path: 'run.sh' }],
    [['-bash'], { from: 'standard-input' }],
    [['bash', '-s', 'a'], { from: 'standard-input' }],
  ])('%j', (commandLine, expected) => {
    expect(parseShellArguments(commandLine)).toEqual(expected);
  });
});

describe('a loop around a child', () => {
  const names = ['app.py', 'python3'];
  it.each([
    ['while true; do python3 app.py; sleep 1; done', 'named'],
    ['until ./app.py; do :; done', 'named'],
    ['for n in 1 2 3; do\n  python3 -u /srv/app.py || true\ndone', 'named'],
    ['while :\ndo\n  "$@"\ndone', 'possible'],
    ['while ! nc -z db 1; do sleep 1; done\nexec python3 app.py', 'none'],
    ['for f in *.env; do . $f; done; python3 app.py', 'none'],
    ['for f in *.env; do python3 prepare.py $f; done; python3 app.py', 'none'],
    ['python3 app.py # while true; do restart; done', 'none'],
    ['cd /srv && python3 app.py; echo done', 'none'],
    ['echo wait for it; python3 app.py', 'none'],
  ])('%j: %s', (script, expected) => {
    expect(loopsAround(script, names)).toBe(expected);
  });
});

describe('Restart= of a unit', () => {
  it('is what the last file says in the section of services, no by default', () => {
    const unit = '[Unit]\nRestart=always\n[Service]\nExecStart=/x\nRestart=on-failure\n';
    expect(parseRestartMode([unit])).toBe('on-failure');
    expect(parseRestartMode([unit, '[Service]\nRestart=no\n'])).toBe('no');
    expect(parseRestartMode([unit, '[Service]\nRestart=\n'])).toBe('no');
    expect(parseRestartMode(['[Service]\nExecStart=/x\n'])).toBe('no');
  });

  it('acts on a killed service in four of its modes', () => {
    const all = ['no', 'on-success', 'on-watchdog', 'always', 'on-failure', 'on-abnormal', 'on-abort'];
    expect(all.filter(restartsKilledService)).toEqual(['always', 'on-failure', 'on-abnormal', 'on-abort']);
  });
});

describe('cgroup paths', () => {
  it('name the service, and whether it is of a user manager', () => {
    expect(serviceOfCgroup('/system.slice/redis.service')).toEqual({ unit: 'redis.service', user: false });
    expect(serviceOfCgroup('/user.slice/user-1.slice/user@1.service/app.slice/a.service')).toEqual({
      unit: 'a.service',
      user: true,
    });
    expect(serviceOfCgroup('/user.slice/session-1.scope')).toBeNull();
  });

  it('name the container', () => {
    const id = 'ab'.repeat(32);
    expect(containerOfCgroup(`/system.slice/docker-${id}.scope`)).toEqual({ runtime: 'docker', id });
    expect(containerOfCgroup(`/docker/${id}`)).toEqual({ runtime: 'docker', id });
    expect(containerOfCgroup(`/machine.slice/libpod-${id}.scope/container`)).toEqual({ runtime: 'podman', id });
    expect(containerOfCgroup('/godwit/workloads/counter')).toBeNull();
  });
});

describe('known programs', () => {
  const ancestor = (comm: string, ...commandLine: string[]) => ({
    pid: 9,
    comm,
    commandLine,
    startTimeTicks: 1,
    hasTerminal: false,
  });

  it('are told by name or by the script they run', () => {
    expect(supervisorName(ancestor('supervisord', '/usr/bin/python3', '/usr/bin/supervisord', '-n'))).toBe(
      'supervisord',
    );
    expect(supervisorName(ancestor('PM2 v5.3.0: God', 'PM2 v5.3.0: God Daemon (/root/.pm2)'))).toBe('pm2');
    expect(supervisorName(ancestor('runsvdir', 'runsvdir', '/etc/service'))).toBeNull();
    expect(supervisorName(ancestor('node', 'node', 'launcher.mjs'))).toBeNull();
    expect(containerRuntimeName(ancestor('containerd-shim', '/usr/bin/containerd-shim-runc-v2', '-id'))).toBe(
      'containerd-shim',
    );
    expect(containerRuntimeName(ancestor('systemd', '/sbin/init'))).toBeNull();
  });
});
