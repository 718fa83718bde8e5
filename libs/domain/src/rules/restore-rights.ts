import { judgeRights, rightsFindings } from '../comparison/restorer-rights.ts';
import { defineRule } from './rule.ts';

export const restoreRights = defineRule({
  id: 'restore-rights',
  title: 'Rights of CRIU at the restore',
  appliesTo: ['here'],
  needs: ['tasks', 'inetSockets', 'criu', 'privileges', 'limits', 'details', 'namespaces', 'collectorNamespaces'],
  couldBlock: true,
  findings: rightsFindings('here'),
  evaluate: ({ tasks, inetSockets, criu, privileges, limits, details, namespaces, collectorNamespaces }) => {
    // In a user namespace of its own the tree has its rights from there, and CRIU gets the same on its way in.
    const own = new Set(
      namespaces.filter(({ kinds }) => kinds.user !== collectorNamespaces.user).map(({ pid }) => pid),
    );
    const restorer = { features: criu.features, privileges, limits, details };
    return judgeRights({ tasks: tasks.filter(({ pid }) => !own.has(pid)), inetSockets }, restorer);
  },
});
