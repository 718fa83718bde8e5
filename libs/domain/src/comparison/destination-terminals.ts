import type { Fact, HostDetails } from '../facts/index.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { needed } from './needed-fact.ts';
import { type OwnTerminal, ownTerminals } from './own-terminals.ts';

export const destinationTerminals = defineRule({
  id: 'destination-terminals',
  title: 'Terminals on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['fds', 'destination.places', 'destination.details'],
  couldBlock: true,
  findings: {
    taken: {
      severity: 'blocker',
      message:
        'Process {pid} holds the pseudo-terminal /dev/pts/{index}, and the destination has one of that number in use. CRIU opens it under its old number.',
      noticed: 'restore',
      criuError: 'Unable to open .*ptmx with specified index',
      remedies: [
        { text: 'End the session on the destination that uses /dev/pts/{index}.' },
        { text: 'Run the workload in a container, which has terminals of its own.' },
      ],
    },
    absent: {
      severity: 'blocker',
      message: 'Process {pid} holds the pseudo-terminal /dev/pts/{index}, and the destination has no /dev/ptmx.',
      noticed: 'restore',
      criuError: "Can't open (master pty|.*ptmx)|Unable to open .*ptmx",
      remedies: [{ text: 'Mount devpts on the destination: mount -t devpts devpts /dev/pts.' }],
    },
    unread: {
      severity: 'not-evaluated',
      message: 'Whether /dev/pts/{index} is free on the destination is not known: {reason}.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Let an agent of this version run on the destination, then look again.' }],
    },
  },
  evaluate: ({ fds, 'destination.places': { terminalsTaken }, 'destination.details': { terminals } }) =>
    ownTerminals(fds).flatMap((own) => judgeTerminal(own, needed(terminalsTaken), terminals) ?? []),
});

type Kind = 'taken' | 'absent' | 'unread';

const judgeTerminal = (
  { index, pid, fd }: OwnTerminal,
  taken: Fact<number[]>,
  terminals: HostDetails['terminals'],
): Reported<Kind> | null => {
  const report = (kind: Kind, more: Record<string, string> = {}): Reported<Kind> => ({
    kind,
    subject: { kind: 'terminal', pid, fd, path: `/dev/pts/${index}` },
    evidence: { pid: String(pid), index: String(index), ...more },
  });
  if (terminals?.known === true && !terminals.value.devpts) return report('absent');
  if (!taken.known) return report('unread', { reason: taken.reason });
  return taken.value.includes(index) ? report('taken') : null;
};
