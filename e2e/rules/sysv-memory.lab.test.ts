import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('sysv-memory', [
  {
    name: 'a segment in the IPC namespace of the host',
    program: `
segment = libc.shmget(0, 4096, 0o1600)
libc.shmat.restype = ctypes.c_void_p
libc.shmat(segment, None, 0)
libc.shmctl(segment, 0, None)
ready()
wait()`,
    finds: ['sysv-memory.host-namespace'],
  },
]);
