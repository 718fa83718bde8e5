import { buildBundle, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, type OpenFd } from '../facts/index.ts';
import { ptyNumbers } from './pty-numbers.ts';

const master = (index: number): OpenFd =>
  buildFd({
    fd: 4,
    link: '/dev/ptmx',
    identity: { kind: 'character-device', rdev: '5:2' },
    details: [`tty-index:\t${index}`],
  });
const slave = (index: number, dev = '0:24'): OpenFd =>
  buildFd({ fd: 5, link: `/dev/pts/${index}`, identity: { kind: 'character-device', rdev: `136:${index}`, dev } });
const holding = (fds: OpenFd[], inUse: number[], outside: number[] = []): FactBundle =>
  buildBundle({
    tree: {
      tasks: [buildTask({ fds })],
      ptys: known({ inUse, heldOutside: outside.map((index) => ({ index, pid: 50, comm: 'sh' })) }),
    },
  });
const criuLine = ' 18974: Error (criu/tty.c:625): tty: Unable to open dev/ptmx with specified index 0';

describeRule(ptyNumbers, {
  silent: [
    { name: 'a pair inside the tree', source: holding([master(0), slave(0)], [0]) },
    {
      name: 'a high number while all below are taken',
      source: holding(
        [master(40)],
        Array.from({ length: 41 }, (_, n) => n),
      ),
    },
    { name: 'a slave of a terminal outside', source: holding([slave(3)], [3], [3]) },
    { name: 'a number with 31 free ones below', source: holding([master(31)], [31]) },
  ],
  fires: [
    {
      name: 'a master whose other end somebody outside has open',
      source: holding([master(0)], [0], [0]),
      finding: { id: 'pty-numbers.held-outside', severity: 'blocker', noticed: 'restore' },
      criuLine,
    },
    {
      name: 'a number too far above the lowest free one',
      source: holding([master(44)], [44]),
      finding: { id: 'pty-numbers.gap', evidence: { pid: '100', index: '44', free: '0', tries: '32' } },
      criuLine,
    },
    {
      name: 'the same number in two instances of devpts',
      source: holding([slave(0), slave(0, '0:99')], [0]),
      finding: { id: 'pty-numbers.same-number' },
      criuLine:
        " 20009: Error (criu/files-reg.c:2353): Can't open file tmp/x/pts/0 on restore: No such file or directory",
    },
  ],
});
