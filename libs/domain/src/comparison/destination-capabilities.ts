import { heldKinds } from '../rules/held-kinds.ts';
import { reportHeld } from '../rules/report-held.ts';
import { defineRule } from '../rules/rule.ts';

export const destinationCapabilities = defineRule({
  id: 'destination-capabilities',
  title: 'What was tried on the destination',
  appliesTo: ['move'],
  needs: ['destination.capabilityMatrix', 'tasks', 'fds', 'unixSockets', 'otherSockets'],
  couldBlock: false,
  findings: {
    refused: {
      severity: 'blocker',
      message:
        'Process {pid} holds {what}, and CRIU {criu} could not carry a small program that holds the same on the destination: {line}',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Choose another destination, or install another CRIU there and probe it again.' }],
    },
    lost: {
      severity: 'caution',
      message:
        'Process {pid} holds {what}. CRIU {criu} restored a small program that holds the same on the destination, and it did not work afterwards: {line}',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Try it with a workload you can lose first, or install another CRIU there.' }],
    },
  },
  evaluate: ({ 'destination.capabilityMatrix': matrix, ...held }) =>
    matrix === null ? [] : heldKinds(held).flatMap((one) => reportHeld(matrix, one)),
});
