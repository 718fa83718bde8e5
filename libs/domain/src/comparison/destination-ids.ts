import { defineRule } from '../rules/rule.ts';

export const destinationIds = defineRule({
  id: 'destination-ids',
  title: 'Process, thread, session and group ids on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['destination.idsTaken'],
  couldBlock: true,
  findings: {
    taken: {
      severity: 'blocker',
      message:
        'The id {id}, which the tree needs, is in use on the destination by {comm}. CRIU restores every task under its own id.',
      noticed: 'restore',
      criuError:
        "Can't fork for \\d+: File exists|Pid \\d+ do not match expected|Thread pid mismatch|Unable to create a thread: -17",
      remedies: [
        { text: 'End {comm} on the destination, or try again when it has ended.' },
        { text: 'Restart the workload, so that it gets other ids.' },
      ],
    },
  },
  evaluate: ({ 'destination.idsTaken': taken }) =>
    taken.map(({ id, comm }) => ({
      kind: 'taken',
      subject: { kind: 'id', pid: id },
      evidence: { id: String(id), comm },
    })),
});
