import { describeWithCriu } from './describe-with-criu.ts';

const locking = (code: string): string => `file = open('locked', 'w')\n${code}\nready()\nwait()`;

describeWithCriu('file-locks', [
  { name: 'a flock', program: locking('fcntl.flock(file, fcntl.LOCK_EX)'), finds: ['file-locks.held'] },
  { name: 'a POSIX lock', program: locking('fcntl.lockf(file, fcntl.LOCK_EX)'), finds: ['file-locks.held'] },
  { name: 'a lease', program: locking('fcntl.fcntl(file, 1024, fcntl.F_WRLCK)'), finds: ['file-locks.held'] },
  {
    name: 'a lock that was given back',
    program: locking('fcntl.flock(file, fcntl.LOCK_EX)\nfcntl.flock(file, fcntl.LOCK_UN)'),
    finds: [],
  },
]);
