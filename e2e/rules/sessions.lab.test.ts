import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { describeWithCriu } from './describe-with-criu.ts';

const childrenOf = (pid: number): number =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').length - 1;

describeWithCriu('sessions', [
  {
    name: 'children of the session of the root and of sessions of their own',
    program: `
if os.fork() == 0: wait()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: wait()
    wait()
time.sleep(0.3)
ready()
wait()`,
    finds: [],
    after: (pid) => expect(childrenOf(pid)).toBe(2),
  },
  {
    name: 'a direct child whose session leader is gone comes back as an orphan',
    program: `
adopt()
if os.fork() == 0: wait()
leader = os.fork()
if leader == 0:
    os.setsid()
    if os.fork() == 0: wait()
    os._exit(0)
os.waitpid(leader, 0)
ready()
wait()`,
    finds: ['sessions.orphaned'],
    after: (pid) => expect(childrenOf(pid)).toBe(1),
  },
  {
    name: 'a dead child in a pid namespace whose session is led from outside',
    program: `
assert libc.unshare(0x20000000) == 0
child = os.fork()
if child == 0:
    if os.fork() == 0: os._exit(0)
    os.setsid()
    wait()
time.sleep(0.3)
ready(child)
tend()`,
    finds: ['sessions.outside-pid-namespace'],
  },
  {
    name: 'a root in the session of somebody else',
    program: `
child = os.fork()
if child == 0:
    ready()
    wait()
tend()`,
    finds: ['sessions.root-not-leader'],
  },
  {
    name: 'a daemon that left its session leader behind',
    program: `
adopt()
leader = os.fork()
if leader == 0:
    os.setsid()
    if os.fork() == 0:
        if os.fork() == 0: wait()
        ready()
        wait()
    os._exit(0)
os.waitpid(leader, 0)
tend()`,
    finds: ['sessions.root-not-leader'],
  },
  {
    name: 'a grandchild whose session has no leader among its parents',
    program: `
if os.fork() == 0:
    os.setsid()
    adopt()
    leader = os.fork()
    if leader == 0:
        os.setsid()
        if os.fork() == 0: wait()
        os._exit(0)
    os.waitpid(leader, 0)
    wait()
time.sleep(0.5)
ready()
wait()`,
    finds: ['sessions.leader-gone'],
  },
  {
    name: 'a dead child in the session of another child',
    program: `
adopt()
leader = os.fork()
if leader == 0:
    os.setsid()
    between = os.fork()
    if between == 0:
        if os.fork() == 0: os._exit(0)
        os._exit(0)
    os.waitpid(between, 0)
    wait()
time.sleep(0.5)
ready()
wait()`,
    finds: ['sessions.dead-member'],
  },
]);
