import { describeWithCriu } from './describe-with-criu.ts';

describeWithCriu('terminals', [
  {
    name: 'a terminal with both ends in the tree',
    program: `
import pty
master, slave = pty.openpty()
ready()
wait()`,
    finds: [],
  },
  {
    name: 'a terminal whose other end is outside, as the controlling one',
    program: `
import pty
child, master = pty.fork()
if child == 0: wait()
ready(child)
tend()`,
    finds: ['terminals.outside-master'],
  },
  {
    name: 'two terminals whose other ends are outside',
    program: `
import pty
first, one = pty.openpty()
second, other = pty.openpty()
child = os.fork()
if child == 0:
    os.setsid()
    os.close(first)
    os.close(second)
    wait()
time.sleep(0.3)
ready(child)
tend()`,
    finds: ['terminals.several'],
  },
]);
