import { inGroup } from '../probe.ts';

/** Namespaces of the tree's own. They are made before the tree is dumped, by a process of the tree. */
export const namespaceProbes = inGroup('namespaces', [
  {
    id: 'own-uts',
    title: 'a host name of its own (UTS namespace)',
    program: `
library('unshare', 0x4000000)
library('sethostname', b'heron', 5)
ready()
expect(os.uname().nodename == 'heron', 'the host name is another')
`,
  },
  {
    id: 'own-ipc',
    title: 'an IPC namespace of its own',
    program: `
library('unshare', 0x8000000)
before = os.readlink('/proc/1/ns/ipc')
ready()
expect(os.readlink('/proc/self/ns/ipc') != before, 'it is in the namespace of the host')
`,
  },
  {
    id: 'own-network',
    title: 'a network namespace of its own',
    // CRIU locks it even without a connection, and iptables, its default, is not on every host.
    dump: ['--network-lock=nftables'],
    program: `
library('unshare', 0x40000000)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
    fcntl.ioctl(one, 0x8914, struct.pack('16sh14x', b'lo', 1))
place = socket.socket()
place.bind(('127.0.0.1', 4711))
place.listen(1)
ready()
socket.create_connection(('127.0.0.1', 4711), 1)
expect(os.readlink('/proc/self/ns/net') != os.readlink('/proc/1/ns/net'), 'it is in the namespace of the host')
`,
  },
  {
    id: 'own-mounts',
    title: 'a mount namespace of its own with a tmpfs',
    program: `
enter(0x20000)
library('mount', b'none', b'/', None, 0x4000 | 0x40000, None)
os.mkdir(in_folder('mnt'))
library('mount', b'none', in_folder('mnt').encode(), b'tmpfs', 0, None)
in_folder('mnt/data', b'heron')
ready()
expect(read_file(in_folder('mnt/data')) == 'heron', 'the mount is lost')
`,
  },
  {
    id: 'own-user',
    title: 'a user namespace of its own',
    program: `
library('unshare', 0x10000000)
with open('/proc/self/setgroups', 'w') as file:
    file.write('deny')
for name in ('uid_map', 'gid_map'):
    with open('/proc/self/' + name, 'w') as file:
        file.write('0 0 1')
ready()
expect(read_file('/proc/self/uid_map').split() == ['0', '0', '1'], 'its map is another')
`,
  },
  {
    id: 'nested-pids',
    title: 'a namespace of process ids below the root of the tree',
    program: `
library('unshare', 0x20000000)
pid = os.fork()
if pid == 0:
    time.sleep(3600)
ready()
expect(status_of(pid, 'NSpid').split()[-1] == '1', 'it is in the namespace of its parent')
`,
  },
  {
    id: 'nested-uts',
    title: 'a second UTS namespace below the first',
    program: `
library('unshare', 0x4000000)
def child():
    library('unshare', 0x4000000)
    library('sethostname', b'stork', 5)
    yield
    expect(os.uname().nodename == 'stork', 'the host name is another')
one = member(child)
ready()
one.ask()
`,
  },
  {
    id: 'nested-mounts',
    title: 'a child with a mount namespace of its own',
    program: `
def child():
    library('unshare', 0x20000)
    yield
    expect(os.readlink('/proc/self/ns/mnt') != os.readlink('/proc/%d/ns/mnt' % os.getppid()), 'it is in the namespace of its parent')
one = member(child)
ready()
one.ask()
`,
  },
  {
    id: 'own-time',
    title: 'a time namespace of its own',
    program: `
enter(0x80, lambda: write_text('/proc/self/timens_offsets', 'monotonic 100000 0'))
expect(os.readlink('/proc/self/ns/time') != os.readlink('/proc/1/ns/time'), 'not entered')
ready()
expect(os.readlink('/proc/self/ns/time') != os.readlink('/proc/1/ns/time'), 'it is in the namespace of the host')
expect(time.clock_gettime(time.CLOCK_MONOTONIC) > 100000, 'its clock has lost the offset')
`,
  },
  {
    id: 'own-cgroup-namespace',
    title: 'a cgroup namespace of its own',
    program: `
library('unshare', 0x2000000)
ready()
expect(os.readlink('/proc/self/ns/cgroup') != os.readlink('/proc/1/ns/cgroup'), 'it is in the namespace of the host')
`,
  },
]);
