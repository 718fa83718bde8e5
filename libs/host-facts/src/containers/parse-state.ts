import { z } from 'zod';
import type { ContainerState } from './container-state.ts';

/** runc's libcontainer.State, as far as it is used here (state.json, runc 1.0 to 1.3). */
const runcSchema = z.object({
  init_process_pid: z.number().int(),
  init_process_start: z.number(),
  config: z.object({
    rootfs: z.string(),
    labels: z.array(z.string()).nullish(),
    cgroups: z.object({ Systemd: z.boolean().optional(), systemd: z.boolean().optional() }).nullish(),
  }),
});

/** crun's libcrun_container_status_t (file `status`). */
const crunSchema = z.object({
  pid: z.number().int(),
  'process-start-time': z.number(),
  rootfs: z.string(),
  bundle: z.string().optional(),
  'systemd-cgroup': z.boolean().optional(),
});

const parse = <T>(schema: z.ZodType<T>, text: string): T | null => {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

/** Reads runc's state.json; null when it is not what this code knows, as while it is being written. */
export const parseRuncState = (text: string, id: string): ContainerState | null => {
  const state = parse(runcSchema, text);
  if (state === null) return null;
  const { rootfs, labels, cgroups } = state.config;
  const bundle = labels?.find((label) => label.startsWith('bundle='))?.slice('bundle='.length) ?? null;
  const systemdCgroup = cgroups?.Systemd === true || cgroups?.systemd === true;
  return { id, pid: state.init_process_pid, startTimeTicks: state.init_process_start, bundle, rootfs, systemdCgroup };
};

/** Reads crun's status file; null as above. */
export const parseCrunState = (text: string, id: string): ContainerState | null => {
  const state = parse(crunSchema, text);
  if (state === null) return null;
  const { pid, rootfs, bundle = null } = state;
  const systemdCgroup = state['systemd-cgroup'] === true;
  return { id, pid, startTimeTicks: state['process-start-time'], bundle, rootfs, systemdCgroup };
};
