import { buildBundle, describeRule } from '@godwit/test-kit';
import { type FactBundle, known } from '../facts/index.ts';
import { criuReadiness } from './criu-readiness.ts';

const failing = (passed: boolean | null): FactBundle =>
  buildBundle({
    host: {
      criu: known({
        path: '/usr/sbin/criu',
        version: '3.17.1',
        checkProblem: 'Error (criu/vdso.c:683): vdso: Unexpected rt vDSO area bounds',
        features: {},
        tcpProbe: passed === null ? null : { passed, detail: '' },
      }),
    },
  });

describeRule(criuReadiness, {
  silent: [{ name: 'CRIU finds the kernel good' }, { name: 'a probe passed all the same', source: failing(true) }],
  fires: [
    {
      name: 'CRIU refuses the kernel',
      source: failing(null),
      finding: { id: 'criu-readiness.check-failed', severity: 'blocker', noticed: 'before-freeze' },
    },
    { name: 'the probe failed too', source: failing(false), finding: { id: 'criu-readiness.check-failed' } },
  ],
});
