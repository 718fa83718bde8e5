import { buildBundle, buildDestination, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known } from '../facts/index.ts';
import { destinationCgroups } from './destination-cgroups.ts';

const here = (controllers: string, path: string): FactBundle =>
  buildBundle({ tree: { tasks: [buildTask({ cgroups: known([{ controllers, path }]) })] } });
const there = (...hierarchies: ['v1' | 'v2', string[]][]): FactBundle => {
  const cgroupControllers: HostFacts['cgroupControllers'] = known(
    hierarchies.map(([version, controllers]) => ({ version, controllers })),
  );
  return buildDestination({ host: { cgroupControllers } });
};

describeRule(destinationCgroups, {
  silent: [
    { name: 'the same hierarchies', source: here('pids', '/work'), destination: there(['v1', ['pids']]) },
    { name: 'the root of a hierarchy', source: here('pids', '/'), destination: there(['v2', ['pids']]) },
    { name: 'version 2 on both', source: here('', '/work'), destination: there(['v2', ['pids']]) },
    { name: 'a destination that was not asked', source: here('pids', '/work') },
  ],
  fires: [
    {
      name: 'a controller of version 1 that serves version 2 there',
      source: here('pids', '/work'),
      destination: there(['v2', ['memory', 'pids']]),
      finding: { id: 'destination-cgroups.hierarchy-missing', severity: 'needs-option' },
    },
  ],
});
