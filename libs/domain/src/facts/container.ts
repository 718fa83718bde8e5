import { z } from 'zod';

export const containerRuntimes = ['runc', 'crun', 'podman'] as const;
export type ContainerRuntime = (typeof containerRuntimes)[number];

/** A container as its runtime's own state tells of it. */
export const containerSchema = z.object({
  runtime: z.enum(containerRuntimes),
  id: z.string(),
  /** What people call it: the id under runc and crun, the name under podman. */
  name: z.string(),
  /** Directory of config.json; null when the runtime's state does not tell it. */
  bundle: z.string().nullable(),
  /** Directory that is the container's root, as seen on its host. */
  rootfs: z.string(),
  /** Bytes of the files below `rootfs`, and of those that it binds out of its bundle; null when there were too many to look at. */
  rootfsBytes: z.number().nullable(),
  /** Whether its cgroup is made by systemd. */
  systemdCgroup: z.boolean(),
  /** Directories and files of the host that are bound into it, from outside of its bundle. */
  bindMounts: z.array(z.object({ source: z.string(), destination: z.string() })),
  /** Namespaces it joins by a path, instead of having its own. */
  joinedNamespaces: z.array(z.object({ type: z.string(), path: z.string() })),
  /** Programs of the host that its config.json names as hooks. */
  hooks: z.array(z.string()),
  hasTerminal: z.boolean(),
  /** Processes in its cgroup that are not below its first process: `exec` sessions. */
  outsiders: z.array(z.object({ pid: z.number().int(), comm: z.string() })),
});
export type Container = z.infer<typeof containerSchema>;

/** What is asked of a destination about a container. */
export const containerQuestionSchema = z.object({
  runtime: z.enum(containerRuntimes),
  id: z.string(),
  /** Paths that its config.json takes from the host. */
  paths: z.array(z.string()),
});

export const containerAnswerSchema = z.object({
  /** Whether the runtime's program is there. */
  hasRuntime: z.boolean(),
  /** Whether a container with that id exists there, in whatever state. */
  taken: z.boolean(),
  missing: z.array(z.string()),
});
