import { defineRule, type Reported } from '../rules/rule.ts';
import { needed as factOf, knownValue } from './needed-fact.ts';
import { neededIds } from './needed-ids.ts';
import { judgeLimits, limitsFindings } from './restorer-limits.ts';

export const destinationLimits = defineRule({
  id: 'destination-limits',
  title: 'Limits on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: [
    'tasks',
    'rootPid',
    'fds',
    'mappings',
    'destination.criu',
    'destination.privileges',
    'destination.limits',
    'destination.details',
  ],
  couldBlock: true,
  findings: {
    ...limitsFindings('on the destination'),
    'too-many-tasks': {
      severity: 'blocker',
      message:
        'The tree has {count} processes and threads, and the control group of CRIU on the destination allows {limit} more.',
      noticed: 'restore',
      criuError: "Unable to create a thread: -11|Can't fork for \\d+: Resource temporarily unavailable",
      remedies: [{ text: 'Raise pids.max of the control group in which the agent of the destination runs.' }],
    },
    'pid-limit-raised': {
      severity: 'caution',
      message:
        'The tree needs the id {id}, and the destination gives ids up to {limit} (kernel.pid_max). CRIU raises that limit for the whole host.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Raise it yourself beforehand: sysctl kernel.pid_max={needed}.' }],
    },
  },
  evaluate: (facts) => {
    const { 'destination.limits': limits, 'destination.privileges': privileges } = facts;
    const details = facts['destination.details'];
    const { features } = facts['destination.criu'];
    return [
      ...judgeLimits(facts, { features, privileges, limits, details }),
      ...judgeTasks(facts.tasks, factOf(details.cgroupLimits)),
      ...judgeIds(neededIds(facts), limits.pidMax),
    ];
  },
});

type Kind = 'too-many-tasks' | 'pid-limit-raised';

const judgeTasks = (
  tasks: { threads: unknown[] }[],
  left: Parameters<typeof knownValue<{ pidsLeft: number | null }>>[0],
): Reported<Kind>[] => {
  const limit = knownValue(left)?.pidsLeft ?? null;
  const count = tasks.reduce((sum, { threads }) => sum + threads.length, 0);
  return limit === null || count <= limit
    ? []
    : [{ kind: 'too-many-tasks', subject: { kind: 'host' }, evidence: { count: String(count), limit: String(limit) } }];
};

const judgeIds = (ids: number[], limit: number): Reported<Kind>[] => {
  const highest = Math.max(0, ...ids);
  return highest < limit
    ? []
    : [
        {
          kind: 'pid-limit-raised',
          subject: { kind: 'host' },
          evidence: { id: String(highest), limit: String(limit), needed: String(highest + 1) },
        },
      ];
};
