import { defineRule } from '../rules/rule.ts';
import { knownValue } from './needed-fact.ts';

export const destinationCgroups = defineRule({
  id: 'destination-cgroups',
  title: 'Control groups on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['cgroups', 'destination.details'],
  couldBlock: false,
  findings: {
    'hierarchy-missing': {
      severity: 'needs-option',
      message:
        'Process {pid} is in the group {path} of the hierarchy {hierarchy}, which the destination does not have. CRIU would mount that hierarchy and fail.',
      noticed: 'restore',
      criuError: "Can't mount controller dir|cg: .*(Can't|Failed)",
      remedies: [
        {
          text: 'Leave the groups to those who start CRIU: dump and restore with --manage-cgroups=ignore. The copy then lives in the group of CRIU.',
          options: { dump: ['--manage-cgroups=ignore'], restore: ['--manage-cgroups=ignore'] },
        },
      ],
    },
  },
  evaluate: ({ cgroups, 'destination.details': { cgroupControllers, kernelConfig } }) => {
    const there = knownValue(cgroupControllers);
    if (there === undefined) return [];
    const none = knownValue(kernelConfig)?.CGROUPS === 'n';
    const known = new Set(there.flatMap(({ version, controllers }) => (version === 'v1' ? controllers : [])));
    const unified = new Set(there.flatMap(({ version, controllers }) => (version === 'v2' ? controllers : [])));
    // A controller can serve one kind of hierarchy only: what the destination has in v2 cannot be mounted as v1.
    const lacks = (controllers: string): boolean =>
      controllers !== '' && controllers.split(',').some((name) => unified.has(name) && !known.has(name));
    const missing = cgroups.filter(({ controllers, path }) => path !== '/' && (none || lacks(controllers)));
    return [...new Map(missing.map((group) => [group.controllers, group])).values()].map(
      ({ pid, path, controllers }) => ({
        kind: 'hierarchy-missing' as const,
        subject: { kind: 'process' as const, pid, path },
        evidence: { pid: String(pid), path, hierarchy: controllers === '' ? 'of version 2' : controllers },
      }),
    );
  },
});
