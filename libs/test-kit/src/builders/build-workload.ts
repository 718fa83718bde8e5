import type { Workload } from '@godwit/domain/facts';

/** The counter of the builders' tree: pid 100, started at tick 5000. */
export const buildWorkload = (changes: Partial<Workload> = {}): Workload => ({
  key: 'unit:counter.service',
  name: 'counter',
  kind: 'systemd-unit',
  rootPid: 100,
  startTimeTicks: 5000,
  command: '/usr/bin/counter --secret=hunter2',
  processes: 1,
  rssBytes: 64 * 1024 * 1024,
  ownCgroup: '/counter',
  serviceAddress: null,
  ...changes,
});
