import { defineRule } from './rule.ts';

export const criuReadiness = defineRule({
  id: 'criu-readiness',
  title: 'CRIU on this host',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['criu'],
  couldBlock: true,
  findings: {
    'check-failed': {
      severity: 'blocker',
      message: 'CRIU {version} checked this kernel and says: {problem}. It cannot work here.',
      noticed: 'before-freeze',
      criuError: 'Does not look good',
      remedies: [{ text: 'Install a newer CRIU, or a kernel with CONFIG_CHECKPOINT_RESTORE.' }],
    },
  },
  evaluate: ({ criu: { version, checkProblem, tcpProbe, path } }) =>
    // A program that was really dumped and restored here proves more than a list of kernel features.
    checkProblem === null || tcpProbe?.passed === true
      ? []
      : [{ kind: 'check-failed', subject: { kind: 'host', path }, evidence: { version, problem: checkProblem } }],
});
