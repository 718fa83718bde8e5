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

const alias = (fd: number): OpenFd =>
  buildFd({ fd, link: '/dev/tty', identity: { kind: 'character-device', rdev: '5:0' } });
/** tty_nr of /dev/pts/4. */
const onPts4 = { ttyNr: 0x8804 };
const controlled = (fds: OpenFd[], others: Parameters<typeof buildTask>[0][] = []): FactBundle =>
  buildBundle({ tree: { tasks: [buildTask({ ...onPts4, fds }), ...others.map(buildTask)] } });
const inheritedLine =
  'Error (criu/tty.c:2281): tty: ctty inheritance detected sid/pgrp 18746, no PTY peer with sid/pgrp needed';

describeRule(terminals, {
  silent: [
    { name: 'no terminal' },
    { name: 'both ends in the tree', source: holding(slave(4), master(4)) },
    { name: 'a master alone', source: holding(master(4)) },
    {
      name: 'a slave that was hung up',
      source: holding(
        buildFd({
          link: '/dev/pts/4 (deleted)',
          identity: { kind: 'character-device', rdev: '136:4', state: 'deleted' },
        }),
      ),
    },
    {
      name: 'both names of the controlling terminal, both ends in the tree',
      source: controlled([alias(3), slave(4), master(4)]),
    },
    { name: 'the controlling terminal of nobody', source: holding(alias(3)) },
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
    {
      name: 'the controlling terminal under its other name only',
      source: controlled([alias(3)]),
      finding: { id: 'terminals.controlling-alias', severity: 'blocker' },
      criuLine: inheritedLine,
    },
    {
      name: 'the same with the ends in another process',
      source: controlled([master(4), slave(4)], [{ pid: 101, ppid: 100, sid: 100, ...onPts4, fds: [alias(3)] }]),
      finding: { id: 'terminals.controlling-alias' },
      criuLine: 'Error (criu/tty.c:2286): tty: ctty inheritance detected sid/pgrp 1 (ctty pid_real 2 pty pid_real 1)',
    },
    {
      name: 'a terminal that is open only as a path',
      source: holding({ ...slave(4), flags: 0o10000000 }),
      finding: { id: 'terminals.path-only', noticed: 'restore' },
      criuLine: " 30623: Error (criu/tty.c:890): tty: Can't setup uid 0 gid 0 on 0x13: Bad file descriptor",
    },
    {
      name: 'both names of a terminal whose other end is outside',
      source: controlled([alias(3), slave(4)]),
      finding: { id: 'terminals.controlling-alias-lost', severity: 'blocker' },
      criuLine: " 10191: Error (criu/files-reg.c:2353): Can't open file dev/tty on restore: No such device or address",
    },
  ],
});
