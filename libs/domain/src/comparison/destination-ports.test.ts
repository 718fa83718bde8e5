import { buildDestination, describeRule } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { destinationPorts } from './destination-ports.ts';

describeRule(destinationPorts, {
  silent: [{ name: 'all ports are free' }],
  fires: [
    {
      name: 'a port in use',
      destination: buildDestination({
        answers: { portsTaken: known([{ protocol: 6, address: '::', port: 80, owner: 'nginx (pid 7)' }]) },
      }),
      finding: {
        id: 'destination-ports.taken',
        severity: 'blocker',
        subject: { kind: 'address', path: '[::]:80' },
        evidence: { endpoint: 'TCP [::]:80', owner: 'nginx (pid 7)' },
      },
    },
    {
      name: 'a port whose holder shares it',
      destination: buildDestination({
        answers: {
          portsTaken: known([{ protocol: 6, address: '::', port: 80, owner: 'nginx (pid 7)', shared: true }]),
        },
      }),
      finding: {
        id: 'destination-ports.shared',
        severity: 'caution',
        subject: { kind: 'address', path: '[::]:80' },
        evidence: { endpoint: 'TCP [::]:80', owner: 'nginx (pid 7)' },
      },
    },
  ],
});
