import { buildAnswers, buildBundle, buildDestination, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, known } from '../facts/index.ts';
import { destinationTerminals } from './destination-terminals.ts';

const master = buildFd({ link: '/dev/ptmx', details: ['tty-index:\t3'] });
const source = buildBundle({ tree: { tasks: [buildTask({ fds: [master] })] } });
const taken = (...terminals: number[]): FactBundle =>
  buildDestination({ answers: { terminalsTaken: known(terminals) } });
const { terminalsTaken: _, ...withoutAnswer } = buildAnswers();

describeRule(destinationTerminals, {
  silent: [
    { name: 'a terminal whose number is free', source, destination: taken(4) },
    { name: 'no terminal in the tree', destination: taken(3) },
  ],
  fires: [
    {
      name: 'a number that is taken',
      source,
      destination: taken(3),
      finding: { id: 'destination-terminals.taken', severity: 'blocker' },
      criuLine: 'Error (criu/tty.c:625): tty: Unable to open dev/ptmx with specified index 0',
    },
    {
      name: 'a host without terminals',
      source,
      destination: buildDestination({ host: { terminals: known({ devpts: false, allocated: 0, maximum: 0 }) } }),
      finding: { id: 'destination-terminals.absent', severity: 'blocker' },
    },
    {
      name: 'a destination that was not asked',
      source,
      destination: { ...buildDestination(), answers: withoutAnswer },
      finding: { id: 'destination-terminals.unread', severity: 'not-evaluated' },
    },
  ],
});
