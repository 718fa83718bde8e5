import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('pty-numbers', [
  {
    name: 'a master whose other end a process outside has open',
    program: `
import pty
master, slave = pty.openpty()
child = os.fork()
if child == 0:
    os.setsid()
    os.close(slave)
    ready()
    wait()
os.close(master)
tend()`,
    finds: ['pty-numbers.held-outside'],
  },
  {
    name: 'a number far above the lowest free one',
    program: `
import pty
pairs = [pty.openpty() for _ in range(60)]
for master, slave in pairs[:59]:
    os.close(master)
    os.close(slave)
ready()
wait()`,
    finds: ['pty-numbers.gap'],
  },
]);
