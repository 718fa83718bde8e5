import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execOn, labDown, labLayout, labStatus, labUp, spawnOn } from './index.mjs';
import { readStartTime } from './processes.mjs';

const set = 193;
const lab = labLayout(set);
const labCommand = fileURLToPath(new URL('./lab.mjs', import.meta.url));
const hostNames = ['lab-a', 'lab-b', 'lab-c'];

beforeAll(async () => {
  await labDown({ set });
  await labUp({ set, workloads: false });
});
afterAll(() => labDown({ set }));

async function output(host: string, argv: string[]): Promise<string> {
  const { code, stdout, stderr } = await execOn(set, host, argv);
  expect(`${code} ${stderr}`).toBe('0 ');
  return stdout.trim();
}

describe('three hosts', () => {
  it('differ in name, address, machine-id, boot_id and pids', async () => {
    for (const argv of [
      ['hostname'],
      ['cat', '/etc/machine-id'],
      ['cat', '/proc/sys/kernel/random/boot_id'],
      ['ip', '-4', 'address', 'show', 'eth0'],
    ]) {
      const answers = await Promise.all(hostNames.map((host) => output(host, argv)));
      expect(new Set(answers).size).toBe(3);
    }
    expect(await output('lab-b', ['hostname'])).toBe('lab-b');
  });

  it.each(['/root', '/etc', '/tmp', '/run', '/var/log', '/dev/shm', '/var/lib/godwit'])(
    'do not see what another one makes in %s',
    async (dir) => {
      await output('lab-a', ['touch', `${dir}/made-on-lab-a`]);
      expect((await execOn(set, 'lab-b', ['ls', `${dir}/made-on-lab-a`])).code).not.toBe(0);
      expect(existsSync(`${dir}/made-on-lab-a`)).toBe(false);
    },
  );

  it('share one directory', async () => {
    await output('lab-a', ['touch', '/srv/shared/made-on-lab-a']);
    expect(await output('lab-c', ['ls', '/srv/shared/made-on-lab-a'])).toBe('/srv/shared/made-on-lab-a');
  });

  it("see neither the machine's processes nor its state directory, temporary files and sockets", async () => {
    expect(
      (await output('lab-a', ['ls', '/proc'])).split('\n').filter((name) => /^\d+$/.test(name)).length,
    ).toBeLessThan(5);
    expect(await output('lab-b', ['ls', '/var/lib/godwit'])).toBe('');
    expect(await output('lab-b', ['ls', '/tmp'])).toBe('');
  });

  it('reach each other and the bridge over their network, and nothing beyond', async () => {
    for (const host of ['lab-b', 'lab-c', 'lab-bridge']) {
      // Nobody listens on port 9: an answer of any kind proves the way there and back.
      const program = `require('node:net').connect(9, '${host}').on('error', (error) => console.log(error.code))`;
      expect(await output('lab-a', [process.execPath, '-e', program])).toBe('ECONNREFUSED');
    }
    expect(await output('lab-a', ['ip', 'route', 'show', 'default'])).toBe('');
  });

  it('reap what is orphaned in them', async () => {
    await output('lab-a', ['setsid', '--fork', 'sleep', '0.05']);
    await sleep(300);
    expect(await output('lab-a', ['ps', '-eo', 'stat,args'])).not.toMatch(/^Z|defunct/m);
  });

  it('have a cgroup tree of their own that can be frozen', async () => {
    expect((await output('lab-a', ['cat', '/proc/1/cgroup'])).split('\n').at(-1)).toBe('0::/init');
    expect(await output('lab-a', ['ls', '/sys/fs/cgroup'])).toMatch(/cgroup\.freeze/);
  });
});

describe('execOn and the command line', () => {
  it('pass the arguments untouched and the exit code back', async () => {
    const odd = ['a b', '--set', '$HOME', "it's", '', '*'];
    expect(await output('lab-c', ['printf', '[%s]', ...odd])).toBe(odd.map((word) => `[${word}]`).join(''));
    const run = (argv: string[]) => spawnSync(process.execPath, [labCommand, ...argv], { encoding: 'utf8' });
    expect(run(['exec', '--set', String(set), 'lab-b', '--', 'flock', '-E', '42', '-n', '/', 'false']).status).toBe(1);
    expect(run(['exec', '--set', String(set), 'lab-b', '--', 'printf', '%s', '--', '--set']).stdout).toBe('----set');
    expect(run(['exec', 'lab-b']).status).toBe(64);
    expect(run(['exec', '--set', String(set), 'lab-x', '--', 'true'])).toMatchObject({
      status: 70,
      stderr: expect.stringContaining('no lab host "lab-x"'),
    });
    expect(run(['status', '--json', '--set', '194']).status).toBe(1);
    expect(JSON.parse(run(['status', '--json', '--set', String(set)]).stdout)).toMatchObject({ up: true, set });
  });

  it('kill a command at its deadline, with its children', async () => {
    const { code } = await execOn(set, 'lab-b', ['sleep', '600.193'], { deadlineMs: 300 });
    expect(code).toBe(137);
    expect(await output('lab-b', ['ps', '-eo', 'args'])).not.toContain('600.193');
  });

  it('run in a cgroup of their own that goes away with them', async () => {
    expect((await output('lab-b', ['cat', '/proc/self/cgroup'])).split('\n').at(-1)).toMatch(
      /^0::\/exec\/[0-9a-f-]{36}$/,
    );
    expect(await output('lab-b', ['find', '/sys/fs/cgroup/exec', '-mindepth', '1', '-type', 'd'])).toMatch(/^\S*$/);
  });
});

describe('spawnOn', () => {
  it('starts a program that outlives its caller, without terminal, pipes or inherited files', async () => {
    const script = path.join(lab.sharedDir, 'spawn.mjs');
    const index = fileURLToPath(new URL('./index.mjs', import.meta.url));
    writeFileSync(
      script,
      `import { spawnOn } from ${JSON.stringify(index)};
       const started = await spawnOn(${set}, 'lab-b', ['sleep', '600'], { cgroup: '/godwit/agent', logFile: '/var/log/agent.log', env: { MARK: 'x y' } });
       console.log(JSON.stringify(started));`,
    );
    // The caller itself was handed a file by its own caller, as test runners do; it must not become the program's.
    const { stdout } = spawnSync(process.execPath, [script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit', ...Array.from({ length: 60 }, () => 'ignore' as const), 0],
    });
    const started = JSON.parse(stdout);
    expect(readStartTime(started.pid)).toBe(started.startTime);
    expect(readFileSync(`/proc/${started.pid}/environ`, 'utf8')).toContain('MARK=x y');
    const inside = `/proc/${started.insidePid}`;
    expect((await output('lab-b', ['ls', `${inside}/fd`])).split('\n')).toEqual(['0', '1', '2']);
    expect(await output('lab-b', ['readlink', `${inside}/fd/1`])).toBe('/var/log/agent.log');
    expect(await output('lab-b', ['tail', '-n', '1', `${inside}/cgroup`])).toBe('0::/godwit/agent');
    expect(await output('lab-b', ['ps', '-o', 'ppid=,sid=,tty=', '-p', String(started.insidePid)])).toMatch(
      new RegExp(`^1\\s+${started.insidePid}\\s+\\?$`),
    );
  });

  it('says so when the program cannot be started', async () => {
    await expect(
      spawnOn(set, 'lab-b', ['/no/such/program'], { cgroup: '/x', logFile: '/var/log/x.log' }),
    ).rejects.toThrow(/ended at once|did not start/);
    expect(labStatus({ set }).up).toBe(true);
  });
});
