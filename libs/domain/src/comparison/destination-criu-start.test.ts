import { buildDestination, buildHost, describeRule } from '@godwit/test-kit';
import { type FactBundle, known } from '../facts/index.ts';
import { destinationCriuStart } from './destination-criu-start.ts';

const up = { up: true, kernelDataKept: false };
const host = (
  state: 'there' | 'absent' | 'not-executable',
  loopback = up,
  path: string | null = '/usr/sbin/criu',
): FactBundle =>
  buildDestination({ host: buildHost({ criuProgram: known({ path, state }), loopback: known(loopback) }) });

describeRule(destinationCriuStart, {
  silent: [
    { name: 'CRIU is there', destination: host('there') },
    {
      name: 'loopback is down, and CRIU has kept what it knows',
      destination: host('there', { up: false, kernelDataKept: true }),
    },
  ],
  fires: [
    {
      name: 'no CRIU',
      destination: host('absent', up, null),
      finding: {
        id: 'destination-criu-start.missing',
        severity: 'blocker',
        evidence: { path: 'PATH and the directories of the system' },
      },
    },
    {
      name: 'a file that is no program',
      destination: host('not-executable'),
      finding: { id: 'destination-criu-start.missing', severity: 'blocker', evidence: { path: '/usr/sbin/criu' } },
    },
    {
      name: 'a loopback device that is down',
      destination: host('there', { up: false, kernelDataKept: false }),
      criuLine: 'Error (criu/kerndat.c:732): Unable to connect a socket: Network is unreachable',
      finding: { id: 'destination-criu-start.loopback-down', severity: 'blocker' },
    },
  ],
});
