import { judgeRights, rightsFindings } from '../comparison/restorer-rights.ts';
import { defineRule } from './rule.ts';

export const restoreRights = defineRule({
  id: 'restore-rights',
  title: 'Rights of CRIU at the restore',
  appliesTo: ['here'],
  needs: ['tasks', 'inetSockets', 'criu', 'privileges', 'limits', 'details', 'inOwnUsers'],
  couldBlock: true,
  findings: rightsFindings('here'),
  evaluate: ({ tasks, inetSockets, criu, privileges, limits, details, inOwnUsers }) => {
    const restorer = { features: criu.features, privileges, limits, details };
    return judgeRights({ tasks, inetSockets, inOwnUsers }, restorer);
  },
});
