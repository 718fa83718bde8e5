import { inGroup } from '../probe.ts';

const ownIpc = `library('unshare', 0x8000000)\n`;

const shared = `
identity = library('shmget', 0, 8192, 0o1600)
libc.shmat.restype = ctypes.c_void_p
place = libc.shmat(identity, None, 0)
if place in (None, ctypes.c_void_p(-1).value):
    unsupported('shmat failed')
ctypes.memmove(place, b'heron', 5)
ready()
expect(ctypes.string_at(place, 5) == b'heron', 'its content is lost')
info = ctypes.create_string_buffer(256)
library('shmctl', identity, 2, info)
`;

const semaphores = `
identity = library('semget', 0, 1, 0o1600)
library('semctl', identity, 0, 16, 7)
ready()
expect(library('semctl', identity, 0, 12) == 7, 'its value is lost')
`;

const messages = `
identity = library('msgget', 0, 0o1600)
library('msgsnd', identity, struct.pack('l5s', 3, b'heron'), 5, 0)
ready()
room = ctypes.create_string_buffer(64)
expect(library('msgrcv', identity, room, 50, 3, 0o4000) == 5 and room.raw[8:13] == b'heron', 'the message is lost')
`;

/** System V and POSIX communication between processes. */
export const ipcProbes = inGroup('ipc', [
  {
    id: 'sysv-memory-here',
    title: 'System V shared memory in the IPC namespace of the host',
    program: shared,
  },
  {
    id: 'sysv-memory',
    title: 'System V shared memory in an IPC namespace of its own',
    program: ownIpc + shared,
  },
  {
    id: 'sysv-semaphores',
    title: 'System V semaphores in an IPC namespace of their own',
    program: ownIpc + semaphores,
  },
  {
    id: 'sysv-messages',
    title: 'System V messages in an IPC namespace of their own',
    program: ownIpc + messages,
  },
  {
    id: 'semaphore-undo',
    title: 'a System V semaphore that is undone when its process ends (SEM_UNDO)',
    program: `${ownIpc}
identity = library('semget', 0, 1, 0o1600)
library('semctl', identity, 0, 16, 7)
def child():
    library('semop', identity, struct.pack('Hhh', 0, -2, 0x1000), 1)
    yield
one = member(child)
ready()
one.ask()
os.waitpid(one.pid, 0)
expect(library('semctl', identity, 0, 12) == 7, 'it was not undone')
`,
  },
  {
    id: 'message-queue',
    title: 'an open POSIX message queue',
    program: `
rt = ctypes.CDLL('librt.so.1', use_errno=True)
queue = must(rt.mq_open(b'/godwit-probe', os.O_RDWR | os.O_CREAT, 0o600, None), 'mq_open')
ready()
must(rt.mq_send(queue, b'heron', 5, 1), 'mq_send')
`,
  },
]);
