import { describeWithCriu } from './describe-with-criu.ts';
import { fromTheMachine, inNamespace, inPidNamespace } from './in-namespace.ts';

/** A child that goes into a namespace by a flag of clone(2), while the root stays. */
const childIn = (flag: string): string => `
if os.fork() == 0:
    assert libc.unshare(${flag}) == 0
    wait()
time.sleep(0.3)
ready()
wait()`;

/** The root goes into a namespace, its child back into that of the host. */
const childBack = (flag: string, kind: string): string => `
host = os.open('/proc/self/ns/${kind}', os.O_RDONLY)
assert libc.unshare(${flag}) == 0
if os.fork() == 0:
    assert libc.setns(host, ${flag}) == 0
    os.close(host)
    wait()
os.close(host)
time.sleep(0.3)
ready()
wait()`;

describeWithCriu('namespaces', [
  {
    name: 'a host name, System V objects and clocks of its own for the whole tree',
    program: inNamespace('--uts --ipc --time --boottime 1000'),
    finds: [],
  },
  {
    name: 'a cgroup namespace of its own in the cgroups of whoever starts CRIU, with threads',
    program:
      'assert libc.unshare(0x02000000) == 0\nthreading.Thread(target=wait, daemon=True).start()\nready()\nwait()',
    finds: [],
  },
  {
    name: 'the same with a child',
    program: 'assert libc.unshare(0x02000000) == 0\nif os.fork() == 0: wait()\nready()\nwait()',
    finds: ['cgroups.own-namespace'],
  },
  { name: 'a pid namespace of its own', program: inPidNamespace(''), finds: [] },
  { name: 'a child with an IPC namespace of its own', program: childIn('0x08000000'), finds: ['namespaces.nested'] },
  {
    name: 'a child with a network of its own',
    program: childIn('0x40000000'),
    finds: ['namespaces.nested-below-host'],
  },
  {
    name: 'a child that went back to the host name of the host',
    program: childBack('0x04000000', 'uts'),
    finds: ['namespaces.left-behind'],
  },
  {
    name: 'a child that went back to the network of the host',
    program: childBack('0x40000000', 'net'),
    finds: ['namespaces.left-network'],
    mayFind: fromTheMachine,
  },
  {
    name: 'a time namespace for its children',
    program: 'assert libc.unshare(0x80) == 0\nready()\nwait()',
    finds: ['namespaces.time-of-children'],
  },
  {
    name: 'a thread with a network of its own, which is lost',
    program: `
threading.Thread(target=lambda: (libc.unshare(0x40000000), wait()), daemon=True).start()
time.sleep(0.2)
ready()
wait()`,
    finds: ['namespaces.thread-alone'],
  },
  {
    name: 'the network of the host as descriptor, from one of its own',
    program: `
host = os.open('/proc/self/ns/net', os.O_RDONLY)
assert libc.unshare(0x40000000) == 0
ready()
wait()`,
    finds: ['namespaces.outside-held'],
    mayFind: fromTheMachine,
  },
  {
    name: 'a user namespace without a pid namespace',
    program: inNamespace('--user --map-root-user'),
    finds: ['namespaces.user-without-pid'],
  },
  {
    name: 'a network made outside of the user namespace',
    program: `
inside = 'echo ready $$; exec sleep 1000'
os.execvp('unshare', ['unshare', '--net', 'unshare', '--user', '--map-root-user', 'sh', '-c', inside])`,
    finds: ['namespaces.foreign-owner'],
    mayFind: fromTheMachine,
  },
]);
