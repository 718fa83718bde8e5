import { buildBundle, buildHost, describeRule } from '@godwit/test-kit';
import { type FactBundle, known } from '../facts/index.ts';
import { criuStart } from './criu-start.ts';

const up = { up: true, kernelDataKept: false };
const host = (
  state: 'there' | 'absent' | 'not-executable',
  loopback = up,
  path: string | null = '/usr/sbin/criu',
): FactBundle => buildBundle({ host: buildHost({ criuProgram: known({ path, state }), loopback: known(loopback) }) });

describeRule(criuStart, {
  silent: [
    { name: 'CRIU is there', source: host('there') },
    {
      name: 'loopback is down, and CRIU has kept what it knows',
      source: host('there', { up: false, kernelDataKept: true }),
    },
  ],
  fires: [
    {
      name: 'no CRIU',
      source: host('absent', up, null),
      finding: {
        id: 'criu-start.missing',
        severity: 'blocker',
        evidence: { path: 'PATH and the directories of the system' },
      },
    },
    {
      name: 'a file that is no program',
      source: host('not-executable'),
      finding: { id: 'criu-start.missing', severity: 'blocker', evidence: { path: '/usr/sbin/criu' } },
    },
    {
      name: 'a loopback device that is down',
      source: host('there', { up: false, kernelDataKept: false }),
      criuLine: 'Error (criu/kerndat.c:732): Unable to connect a socket: Network is unreachable',
      finding: { id: 'criu-start.loopback-down', severity: 'blocker' },
    },
  ],
});
