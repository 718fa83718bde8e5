import { capability, whyRefused } from './capability.ts';
import { defineRule } from './rule.ts';

export const criuReadiness = defineRule({
  id: 'criu-readiness',
  title: 'CRIU on this host',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['criu', 'capabilityMatrix'],
  couldBlock: true,
  findings: {
    'check-failed': {
      severity: 'blocker',
      message: 'CRIU {version} checked this kernel and says: {problem}. It cannot work here.',
      noticed: 'before-freeze',
      criuError: 'Does not look good|Operation not permitted',
      remedies: [{ text: 'Install a newer CRIU, or a kernel with CONFIG_CHECKPOINT_RESTORE.' }],
    },
    'probe-refused': {
      severity: 'blocker',
      message: 'CRIU {version} could not dump and restore even the smallest program on this host: {problem}',
      noticed: 'frozen',
      criuError: null,
      remedies: [{ text: 'Install a newer CRIU; CRIU 3.17 and earlier do not work on Linux 6 kernels of today.' }],
    },
  },
  evaluate: ({ criu: { version, checkProblem, tcpProbe, path }, capabilityMatrix }) => {
    const report = <const K extends string>(kind: K, problem: string) => [
      { kind, subject: { kind: 'host' as const, path }, evidence: { version, problem } },
    ];
    const smallest = capability(capabilityMatrix, 'process');
    if (smallest === 'refused') return report('probe-refused', whyRefused(capabilityMatrix, ['process']) ?? '');
    // A program that was really dumped and restored here proves more than a list of kernel features.
    const proved = smallest === 'carried' || tcpProbe?.passed === true;
    return checkProblem === null || proved ? [] : report('check-failed', checkProblem);
  },
});
