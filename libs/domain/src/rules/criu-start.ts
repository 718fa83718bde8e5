import { judgeStart, startFindings } from './criu-obstacles.ts';
import { defineRule } from './rule.ts';

export const criuStart = defineRule({
  id: 'criu-start',
  title: 'Whether CRIU can start here',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['details'],
  couldBlock: true,
  findings: startFindings('on this host', 'before-freeze'),
  evaluate: ({ details }) => judgeStart(details),
});
