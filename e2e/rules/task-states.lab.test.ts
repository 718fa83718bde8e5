import { readdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll } from 'vitest';
import { describeWithCriu } from './describe-with-criu.ts';
import { waitUntil } from './wait-until.ts';

/** The restored tree is in the cgroup of the trial again, and that can go only after it. */
afterAll(async () => {
  const mount = /^\S+ \S+ \S+ \/ (\S+) .* - cgroup2 /m.exec(readFileSync('/proc/self/mountinfo', 'utf8'))?.[1] ?? '';
  for (const name of readdirSync(mount).filter((found) => found.startsWith('godwit-trial-'))) {
    const members = () => readFileSync(path.join(mount, name, 'cgroup.procs'), 'utf8');
    await waitUntil(`${name} to be empty`, () => members() === '', members);
    rmdirSync(path.join(mount, name));
  }
});

describeWithCriu('task-states', [
  {
    name: 'threads, a dead child that waits to be reaped, and a stopped one',
    program: `
threading.Thread(target=wait, daemon=True).start()
if os.fork() == 0: os._exit(3)
if os.fork() == 0: os.kill(os.getpid(), signal.SIGSTOP)
time.sleep(0.3)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'a child whose main thread ended before the others',
    program: `
if os.fork() == 0:
    threading.Thread(target=wait, daemon=True).start()
    time.sleep(0.2)
    libc.syscall(60, 0)
time.sleep(0.8)
ready()
wait()`,
    finds: ['task-states.dead-leader'],
  },
  {
    name: 'a SIGTRAP that waits for a thread of a child',
    program: `
if os.fork() == 0:
    signal.pthread_sigmask(signal.SIG_BLOCK, [5])
    signal.pthread_kill(threading.get_ident(), 5)
    wait()
time.sleep(0.3)
ready()
wait()`,
    finds: ['task-states.pending-trap'],
  },
  {
    name: 'a tree that its cgroup has frozen',
    program: `
mounts = [line.split() for line in open('/proc/self/mountinfo')]
group = [fields[4] for fields in mounts if ' - cgroup2 ' in ' '.join(fields) and fields[3] == '/'][0] + f'/godwit-trial-{os.getpid()}'
os.mkdir(group)
child = os.fork()
if child == 0:
    os.setsid()
    open(f'{group}/cgroup.procs', 'w').write('0')
    wait()
time.sleep(0.3)
open(f'{group}/cgroup.freeze', 'w').write('1')
ready(child)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
wait()`,
    finds: ['task-states.frozen'],
  },
]);
