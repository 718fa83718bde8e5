import type { Fact, Task, TreeFacts } from '@godwit/domain/facts';
import { type StartedChild, startChild } from '@godwit/test-kit/start-child';
import { afterEach, describe, expect, it } from 'vitest';
import { parseTimers } from '../procfs/parse-timers.ts';
import { collectTree } from './collect-tree.ts';
import { findFreezers } from './find-frozen-cgroup.ts';
import { parseNumaPolicies } from './read-attributes.ts';
import { parseUserKeys } from './read-user-keys.ts';

const children: StartedChild[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.stop();
});

const prelude = `
import ctypes, mmap, os, signal, struct, threading, time
libc = ctypes.CDLL(None)
def wait():
    while True: time.sleep(1000)
page = mmap.mmap(-1, 4096, prot=7)
page.write(bytes.fromhex('b8220000000f05ebf7'))
stack = mmap.mmap(-1, 65536)
address = lambda memory: ctypes.addressof(ctypes.c_char.from_buffer(memory))
libc.clone.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p]
def clone_page(flags): return libc.clone(address(page), address(stack) + 65536 - 64, flags | 17, None)
def fork_with(flags):
    if libc.syscall(56, flags | 17, 0, 0, 0, 0) == 0: wait()
def ready(): time.sleep(0.3); print('ready', flush=True); wait()
`;

const read = async (code: string): Promise<TreeFacts> => {
  const child = await startChild(['/usr/bin/env', 'python3', '-c', `${prelude}\n${code}\nready()`]);
  children.push(child);
  return collectTree({ pid: child.pid, hash: false });
};

const value = <T>(fact: Fact<T> | undefined): T => {
  if (fact?.known !== true) throw new Error(fact?.reason ?? 'The fact was not read.');
  return fact.value;
};

const sharedKindsOf = (tree: TreeFacts): string[] => value(tree.sharedResources).map(({ kind }) => kind);

describe('what processes share', () => {
  it('is nothing between a parent and the children it forked', async () => {
    expect(value((await read('for _ in range(3): fork_with(0)')).sharedResources)).toEqual([]);
  });

  it('is told by kind, with all that share it, parents first', async () => {
    const tree = await read('fork_with(0x400)\nfork_with(0x400)\nfork_with(0x200)\nfork_with(0x40000)');
    const [root] = tree.tasks;
    expect(sharedKindsOf(tree).sort()).toEqual(['files', 'fs', 'sysvsem']);
    const files = value(tree.sharedResources).find(({ kind }) => kind === 'files');
    expect(files?.pids).toHaveLength(3);
    expect(files?.pids[0]).toBe(root?.pid);
  });

  it('is the address space with its signal handlers for a process cloned that way', async () => {
    expect(sharedKindsOf(await read('clone_page(0x100 | 0x800)'))).toEqual(expect.arrayContaining(['vm', 'sighand']));
  });

  it('is not told for a moment only, as by a parent in vfork that goes on', async () => {
    const tree = await read(
      'threading.Thread(target=lambda: [os.system("true") for _ in iter(int, 1)], daemon=True).start()',
    );
    expect(sharedKindsOf(tree)).toEqual([]);
  });
});

describe('a wait that does not end', () => {
  it('is timed, and its place in the kernel told', async () => {
    const tree = await read('if os.fork() == 0: clone_page(0x4000 | 0x100)');
    const waiting = tree.tasks.find(({ state }) => state === 'D');
    expect(waiting?.stuckMs).toBeGreaterThan(900);
    expect(value(waiting?.waitChannel)).toMatch(/clone|fork/);
    expect(tree.tasks.filter(({ stuckMs }) => stuckMs !== undefined)).toHaveLength(1);
  });
});

describe('attributes of tasks and threads', () => {
  it('are read as they were set', async () => {
    const tree = await read(`
libc.personality(0x0040000)
libc.prctl(29, 123456, 0, 0, 0)
libc.prctl(41, 1, 0, 0, 0)
libc.syscall(251, 1, 0, (2 << 13) | 7)
open('/proc/self/oom_score_adj', 'w').write('300')
signal.pthread_sigmask(signal.SIG_BLOCK, [10])
os.kill(os.getpid(), 10)
event = ctypes.create_string_buffer(struct.pack('Qii', 0, 12, 0), 64)
libc.syscall(222, 1, event, ctypes.byref(ctypes.c_int()))
def alone(): libc.unshare(0x400); libc.prctl(15, b'alone', 0, 0, 0); wait()
threading.Thread(target=alone, daemon=True).start()`);
    const task = tree.tasks[0] as Task;
    expect(value(task.personality)).toBe(0x0040000);
    expect(value(task.timerSlackNs)).toBe(123_456);
    expect(value(task.oomScoreAdjustment)).toBe(300);
    expect(value(task.limits).nofile?.soft).toBeGreaterThan(0);
    expect(value(task.timers)).toMatchObject([{ signal: 12, clock: 1, notify: expect.stringContaining('signal') }]);
    expect(value(task.frozenCgroup)).toBeNull();
    expect(task).toMatchObject({ hugePagesDisabled: true, sharedPendingSignals: '0000000000000200' });
    expect(task.capabilities?.bounding).toMatch(/^[0-9a-f]{16}$/);
    const [main, other] = task.threads;
    expect(main).toMatchObject({ ioPriority: (2 << 13) | 7, blockedSignals: '0000000000000200' });
    expect(other).toMatchObject({ comm: 'alone', unshared: ['files'] });
  });

  it('tell the pages of each mapping', async () => {
    const tree = await read('');
    const mappings = value((tree.tasks[0] as Task).mappings);
    expect(mappings.every(({ kernelPageBytes }) => (kernelPageBytes ?? 0) >= 4096)).toBe(true);
    expect(mappings.some(({ anonymousBytes }) => (anonymousBytes ?? 0) > 0)).toBe(true);
  });
});

describe('a tree that changes while it is read', () => {
  it('tells how many tasks and threads came and went', async () => {
    const tree = await read(`
def storm():
    while True:
        thread = threading.Thread(target=time.sleep, args=(0.002,))
        thread.start()
        thread.join()
for _ in range(4): threading.Thread(target=storm, daemon=True).start()`);
    expect(tree.changedWhileRead).toBe(true);
    expect((tree.changes?.appeared ?? 0) + (tree.changes?.ended ?? 0)).toBeGreaterThan(0);
  });

  it('is left alone as soon as the reading is cancelled', async () => {
    const child = await startChild([
      '/usr/bin/env',
      'python3',
      '-c',
      `${prelude}\nfor _ in range(60): fork_with(0)\nready()`,
    ]);
    children.push(child);
    const reason = new Error('enough');
    const reading = collectTree({ pid: child.pid, hash: false, signal: AbortSignal.timeout(5) });
    await expect(reading).rejects.toThrow(/timeout|aborted/i);
    await expect(collectTree({ pid: child.pid, hash: false, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('texts of the kernel', () => {
  it('POSIX timers', () => {
    const text = `ID: 0\nsignal: 10/0000000000000000\nnotify: signal/pid.7137\nClockID: 1\nID: 4\nsignal: 0/00007f0000000000\nnotify: none/pid.7137\nClockID: -57110\n`;
    expect(parseTimers(text)).toEqual([
      { timerId: 0, signal: 10, notify: 'signal/pid.7137', clock: 1 },
      { timerId: 4, signal: 0, notify: 'none/pid.7137', clock: -57_110 },
    ]);
    expect(parseTimers('')).toEqual([]);
  });

  it('NUMA policies, each once', () => {
    const text =
      '00400000 default file=/usr/bin/x mapped=3 N0=3\n7f00 bind:0 anon=1\n7f10 prefer:1 anon=1\n7f20 bind:0 anon=1\n';
    expect(parseNumaPolicies(text)).toEqual(['bind:0', 'prefer:1']);
  });

  it('cgroup hierarchies that can freeze', () => {
    const text = [
      '34 25 0:28 / /sys/fs/cgroup/cpu rw,relatime shared:11 - cgroup cgroup rw,cpu',
      '38 25 0:32 / /sys/fs/cgroup/freezer rw,relatime shared:15 - cgroup cgroup rw,freezer',
      '42 25 0:36 /docker/a1 /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw',
    ].join('\n');
    expect(findFreezers(text)).toEqual([
      { mountPoint: '/sys/fs/cgroup/freezer', root: '/', version: 'v1' },
      { mountPoint: '/sys/fs/cgroup/unified', root: '/docker/a1', version: 'v2' },
    ]);
  });

  it('keys that count, and none that is a keyring, dead, or of somebody else', () => {
    const text = [
      '0327ba0d I------     1 perm 1f030000     0     0 keyring   .dns_resolver: empty',
      '04439e0c I--Q---     2 perm 1f3f0000     0 65534 keyring   _uid.0: empty',
      '25183959 I--Q---     1 perm 3f010000     0     0 user      k1: 6',
      '25183960 I--Q---     1   3d 3f010000     0     0 logon     fscrypt:x',
      '25183961 I--Q---     1 perm 3f010000     0     0 user      k2: 6',
      '25183962 IR-Q---     1 expd 3f010000     0     0 user      gone: 6',
      '25183963 I--Q---     1 perm 3f010000  1000  1000 user      other: 6',
    ].join('\n');
    expect(parseUserKeys(text, new Set([0]))).toEqual([
      { uid: 0, type: 'user', count: 2 },
      { uid: 0, type: 'logon', count: 1 },
    ]);
  });
});
