import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('outside-locks', [
  {
    name: 'a shared lock that a process outside holds through the same open file',
    program: `
file = open('file', 'w')
fcntl.flock(file, fcntl.LOCK_SH)
child = os.fork()
if child == 0:
    os.setsid()
    ready()
    wait()
tend()`,
    finds: ['file-locks.held'],
  },
  {
    name: 'an exclusive lock that a process outside holds through the same open file',
    program: `
file = open('file', 'w')
fcntl.fcntl(file, 37, struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0, 0, 0))
child = os.fork()
if child == 0:
    os.setsid()
    ready()
    wait()
tend()`,
    finds: ['outside-locks.taken', 'file-locks.held'],
  },
]);
