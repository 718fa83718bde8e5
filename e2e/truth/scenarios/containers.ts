import type { ContainerShape, Destination, Hold, Scenario } from '../scenario.ts';

const quiet: readonly Hold[] = [['children', { count: 1 }]];

const here = (name: string, container: ContainerShape, holds = quiet): Scenario => ({
  name: `container.${name}`,
  holds,
  container,
});

const there = (name: string, changes: Destination['changes'], holds = quiet): Scenario => ({
  ...here(`there.${name}`, {}, holds),
  destination: { changes },
});

/** Containers of runc, dumped and restored by runc: on their own host, and on one where one thing is different. */
export const containerScenarios: readonly Scenario[] = [
  here('plain', {}),
  here('exec-session', { session: true }),
  here('terminal', { terminal: true }),
  here('output-to-file', { output: 'file' }),
  here('file', {}, [['open_file', {}]]),
  here('listener', {}, [['tcp_listener', {}]]),
  here('connection', {}, [['tcp_inside', {}]]),
  here('datagrams', {}, [['udp', {}]]),
  here('connected-datagrams', {}, [['udp', { state: 'connected' }]]),
  here('unix', {}, [['unix_listener', { folder: true }]]),
  there('nothing', [['nothing']]),
  there('runtime-missing', [['remove', '/usr/sbin/runc']]),
  there('name-taken', [['directory', '/run/runc/{container}']]),
  there('bind-missing', [['remove', '{dir}']]),
  there('written-shared', [['nothing']], [['open_file', { how: 'write' }]]),
];
