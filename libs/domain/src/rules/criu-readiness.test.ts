import { buildBundle, buildMatrix, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, type ProbeOutcome } from '../facts/index.ts';
import { criuReadiness } from './criu-readiness.ts';

const failing = (passed: boolean | null, probed?: ProbeOutcome): FactBundle =>
  buildBundle({
    host: {
      criu: known({
        path: '/usr/sbin/criu',
        version: '3.17.1',
        checkProblem: 'Error (criu/vdso.c:683): vdso: Unexpected rt vDSO area bounds',
        features: {},
        tcpProbe: passed === null ? null : { passed, detail: '' },
      }),
      ...(probed === undefined ? {} : { capabilityMatrix: known(buildMatrix({ process: probed })) }),
    },
  });

describeRule(criuReadiness, {
  silent: [
    { name: 'CRIU finds the kernel good' },
    { name: 'a probe passed all the same', source: failing(true) },
    { name: 'the smallest program was carried here', source: failing(null, 'works') },
  ],
  fires: [
    {
      name: 'CRIU refuses the kernel',
      source: failing(null),
      finding: { id: 'criu-readiness.check-failed', severity: 'blocker', noticed: 'before-freeze' },
    },
    {
      name: 'the smallest program was refused here',
      source: failing(true, 'dump-refused'),
      finding: { id: 'criu-readiness.probe-refused' },
    },
    { name: 'the probe failed too', source: failing(false), finding: { id: 'criu-readiness.check-failed' } },
  ],
});
