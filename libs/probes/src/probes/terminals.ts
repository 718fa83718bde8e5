import { inGroup } from '../probe.ts';

/** Terminals, with both ends inside of the tree or one outside. */
export const terminalProbes = inGroup('terminals', [
  {
    id: 'pty-pair',
    title: 'both ends of a pseudo terminal, with settings of its own',
    program: `
import tty, termios
main, side = os.openpty()
tty.setraw(side)
before = termios.tcgetattr(side)
ready()
expect(termios.tcgetattr(side) == before, 'its settings are others')
os.write(main, b'heron')
expect(os.read(side, 5) == b'heron', 'nothing passes any more')
`,
  },
  {
    id: 'pty-controlling',
    title: 'a child whose controlling terminal is a pseudo terminal of the tree',
    program: `
pid, main = os.forkpty()
if pid == 0:
    while True:
        os.write(1, os.read(0, 100).upper())
os.write(main, b'a' + bytes([10]))
expect(wait_for(lambda: select.select([main], [], [], 0)[0]), 'no echo')
time.sleep(0.03)
os.read(main, 100)
ready()
os.write(main, b'heron' + bytes([10]))
seen = []
expect(wait_for(lambda: select.select([main], [], [], 0.1)[0] and (seen.append(os.read(main, 100)) or b'HERON' in b''.join(seen))), 'nothing passes any more')
`,
  },
  {
    id: 'pty-outside',
    title: 'a terminal whose other end is held outside of the tree, with --shell-job',
    dump: ['--shell-job'],
    restore: ['--shell-job'],
    program: `
main, side = os.openpty()
middle = os.fork()
if middle == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.close(side)
    time.sleep(3600)
os.waitpid(middle, 0)
os.close(main)
ready()
expect(os.isatty(side), 'it is no terminal any more')
`,
  },
]);
