import { formatEndpoint } from '../rules/connection-states.ts';
import { defineRule } from '../rules/rule.ts';

export const destinationPorts = defineRule({
  id: 'destination-ports',
  title: 'Ports on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['destination.portsTaken'],
  couldBlock: true,
  findings: {
    taken: {
      severity: 'blocker',
      message: 'The tree needs {endpoint}, and {owner} holds it on the destination.',
      noticed: 'restore',
      criuError: "Can't bind inet socket|Can't listen on a socket|Address already in use",
      remedies: [{ text: 'Stop {owner} on the destination, or choose another destination.' }],
    },
    shared: {
      severity: 'caution',
      message:
        'The tree needs {endpoint}, and {owner} holds it on the destination and shares it (SO_REUSEPORT). CRIU asks for a shared port too and gets it: from then on the kernel gives some clients to {owner} and some to the copy.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Stop {owner} on the destination, unless both are to serve.' }],
    },
  },
  evaluate: ({ 'destination.portsTaken': taken }) =>
    taken.map(({ protocol, address, port, owner, shared }) => ({
      kind: shared === true ? 'shared' : 'taken',
      subject: { kind: 'address', path: formatEndpoint({ address, port }) },
      evidence: { endpoint: `${names[protocol] ?? protocol} ${formatEndpoint({ address, port })}`, owner },
    })),
});

const names: Record<number, string> = { 6: 'TCP', 17: 'UDP', 136: 'UDP-Lite' };
