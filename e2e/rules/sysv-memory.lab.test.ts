import { execFileSync } from 'node:child_process';
import { describeWithCriu } from './describe-with-criu.ts';

const attach = `
segment = libc.shmget(0, 4096, 0o1600)
libc.shmat.restype = ctypes.c_void_p
libc.shmat(segment, None, 0)`;

describeWithCriu('sysv-memory', [
  {
    name: 'a segment in the IPC namespace of the host',
    program: `${attach}
libc.shmctl(segment, 0, None)
ready()
wait()`,
    finds: ['sysv-memory.host-namespace'],
  },
  {
    name: 'a segment, semaphores and a queue in an IPC namespace of its own',
    program: `
assert libc.unshare(0x08000000) == 0
${attach}
libc.semget(7, 3, 0o1600)
libc.msgget(8, 0o1600)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'semaphores in the IPC namespace of the host, which stay where they are',
    program: `
semaphores = libc.semget(0x67770001, 1, 0o1600)
libc.semop(semaphores, struct.pack('hhh', 0, 1, 0), 1)
ready()
wait()`,
    finds: ['sysv-memory.left-in-host'],
    after: () => execFileSync('ipcrm', ['--semaphore-key', '0x67770001']),
  },
]);
