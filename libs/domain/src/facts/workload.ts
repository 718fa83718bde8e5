import { z } from 'zod';
import { type ContainerRuntime, containerRuntimes } from './container.ts';

/** A process tree that is found again after a restart. `key` is stable: unit name, container name, definition or command. */
export const workloadSchema = z.object({
  key: z.string().min(1).max(300),
  name: z.string(),
  kind: z.enum(['systemd-unit', 'container', 'declared', 'supervised', 'command']),
  rootPid: z.number().int(),
  startTimeTicks: z.number(),
  command: z.string(),
  processes: z.number().int(),
  rssBytes: z.number(),
  /** cgroup v2 path of the root task as seen on its host; null when it shares one with others. */
  ownCgroup: z.string().nullable(),
  /** An address that belongs to the workload and moves along with it. */
  serviceAddress: z.string().nullable(),
});
export type Workload = z.infer<typeof workloadSchema>;

/** The runtime that can dump and restore a workload, told by its key (`runc:web`); null for what is no such container. */
export const runtimeOfKey = (key: string): ContainerRuntime | null =>
  containerRuntimes.find((runtime) => key.startsWith(`${runtime}:`)) ?? null;
