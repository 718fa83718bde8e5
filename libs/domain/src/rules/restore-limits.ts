import { judgeLimits, limitsFindings } from '../comparison/restorer-limits.ts';
import { defineRule } from './rule.ts';

export const restoreLimits = defineRule({
  id: 'restore-limits',
  title: 'Limits of CRIU at the restore',
  appliesTo: ['here'],
  needs: ['tasks', 'fds', 'mappings', 'criu', 'privileges', 'limits', 'details'],
  couldBlock: true,
  findings: limitsFindings('here'),
  evaluate: ({ tasks, fds, mappings, criu, privileges, limits, details }) =>
    judgeLimits({ tasks, fds, mappings }, { features: criu.features, privileges, limits, details }),
});
