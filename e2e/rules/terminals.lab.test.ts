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
  {
    name: 'a terminal that was hung up',
    program: `
import pty
master, slave = pty.openpty()
os.close(master)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'both names of the controlling terminal in one process',
    program: `
import pty, termios
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
alias = os.open('/dev/tty', os.O_RDWR)
ready()
wait()`,
    finds: [],
  },
  {
    name: 'the controlling terminal by its other name, both ends in the parent',
    program: `
import pty
child, master = pty.fork()
if child == 0:
    alias = os.open('/dev/tty', os.O_RDWR)
    wait()
time.sleep(0.3)
ready()
wait()`,
    finds: ['terminals.controlling-alias'],
  },
  {
    name: 'a terminal that is open only as a path',
    program: `
import pty
master, slave = pty.openpty()
path = os.open(os.ttyname(slave), os.O_PATH)
ready()
wait()`,
    finds: ['terminals.path-only'],
  },
]);
