import { z } from 'zod';

const hookSchema = z.array(z.object({ path: z.string() })).nullish();

const mountSchema = z.object({
  destination: z.string(),
  type: z.string().optional(),
  source: z.string().optional(),
  options: z.array(z.string()).nullish(),
});
export type SpecMount = z.infer<typeof mountSchema>;

/** What of an OCI runtime specification (config.json, version 1) matters for a move. */
export const specSchema = z.object({
  process: z.object({ terminal: z.boolean().optional() }).nullish(),
  mounts: z.array(mountSchema).nullish(),
  hooks: z.record(z.string(), hookSchema).nullish(),
  linux: z
    .object({ namespaces: z.array(z.object({ type: z.string(), path: z.string().optional() })).nullish() })
    .nullish(),
});

/** Whether a mount shows files that lie somewhere else. */
export const isBind = ({ type, options }: SpecMount): boolean =>
  type === 'bind' || (options ?? []).some((option) => option === 'bind' || option === 'rbind');

/** Whether a path is a directory or lies in it. */
export const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(`${directory}/`);
