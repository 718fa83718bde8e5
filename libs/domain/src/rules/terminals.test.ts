import { buildBundle, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import type { FactBundle, OpenFd } from '../facts/index.ts';
import { terminals } from './terminals.ts';

const slave = (index: number, fd = 0): OpenFd =>
  buildFd({ fd, link: `/dev/pts/${index}`, identity: { kind: 'character-device', rdev: `136:${index}` } });
const master = (index: number): OpenFd =>
  buildFd({
    fd: 9,
    link: '/dev/ptmx',
    identity: { kind: 'character-device', rdev: '5:2' },
    details: [`tty-index:\t${index}`],
  });
const holding = (...fds: OpenFd[]): FactBundle => buildBundle({ tree: { tasks: [buildTask({ fds })] } });

describeRule(terminals, {
  silent: [
    { name: 'no terminal' },
    { name: 'both ends in the tree', source: holding(slave(4), master(4)) },
    { name: 'a master alone', source: holding(master(4)) },
  ],
  fires: [
    {
      name: 'three streams on one outside terminal, told once',
      source: holding(slave(4, 0), slave(4, 1), slave(4, 2)),
      finding: {
        id: 'terminals.outside-master',
        severity: 'needs-option',
        subject: { kind: 'terminal', pid: 100, fd: 0, path: '/dev/pts/4' },
      },
    },
    {
      name: 'a master of another terminal does not help',
      source: holding(slave(4), master(5)),
      finding: { id: 'terminals.outside-master' },
    },
    {
      name: 'a move, where no such terminal is',
      purpose: 'move',
      source: holding(slave(4)),
      finding: { id: 'terminals.left-behind', severity: 'blocker' },
      criuLine: 'Error (criu/tty.c:410): tty: Found slave peer index 4 without correspond master peer',
    },
    {
      name: 'two outside terminals',
      source: holding(slave(4), slave(5, 1)),
      finding: {
        id: 'terminals.several',
        severity: 'blocker',
        evidence: { count: '2', path: '/dev/pts/4, /dev/pts/5' },
      },
    },
  ],
});
