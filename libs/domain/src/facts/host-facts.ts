import { z } from 'zod';
import { capabilityMatrixSchema } from './capability-matrix.ts';
import { factSchema, hexSchema } from './fact.ts';
import { criuBuildSchema, criuCpuSchema, hostDetailsShape } from './host-details.ts';

const n = z.number();

/** Everything read of one host at one time. */
export const hostFactsSchema = z.object({
  hostname: z.string(),
  bootId: factSchema(z.string()),
  machineId: factSchema(z.string()),
  kernel: factSchema(z.object({ release: z.string(), version: z.string(), architecture: z.string() })),
  pageSizeBytes: factSchema(n),
  cpu: factSchema(z.object({ vendor: z.string(), model: z.string(), flags: z.array(z.string()), count: n })),
  memory: factSchema(z.object({ totalBytes: n, availableBytes: n, swapFreeBytes: n })),
  /** Seconds since boot, suspend included (/proc/uptime). */
  uptimeSeconds: factSchema(n),
  criu: factSchema(
    z.object({
      path: z.string(),
      version: z.string(),
      /** First line of `criu check` when it failed; null when it said that it looks good. */
      checkProblem: z.string().nullable(),
      /** `criu check --feature NAME` by name. */
      features: z.record(z.string(), z.boolean()),
      /** A tiny process with a TCP listener was really dumped and restored here. */
      tcpProbe: z.object({ passed: z.boolean(), detail: z.string() }).nullable(),
      build: factSchema(criuBuildSchema).optional(),
      cpu: factSchema(criuCpuSchema).optional(),
    }),
  ),
  /** Of the process that would run CRIU. */
  privileges: factSchema(z.object({ uid: n, capEffective: hexSchema, seccompMode: n, yamaPtraceScope: n.nullable() })),
  limits: factSchema(
    z.object({ pidMax: n, threadsMax: n, nrOpen: n, unprivilegedPortStart: n, maxMapCount: n, overcommitMemory: n }),
  ),
  /** Absolute path of each external tool CRIU may start, null when absent: ip, iptables-save, nft, tar ... */
  tools: factSchema(z.record(z.string(), z.string().nullable())),
  cgroup: factSchema(z.object({ version: z.enum(['v1', 'v2', 'hybrid', 'none']), freezer: z.boolean() })),
  addresses: factSchema(z.array(z.object({ interface: z.string(), address: z.string(), prefixLength: n }))),
  imagesDirectory: factSchema(z.object({ path: z.string(), freeBytes: n, freeInodes: n, filesystem: z.string() })),
  /** What probes were seen to do here; absent when none were run, or not with this CRIU on this kernel. */
  capabilityMatrix: factSchema(capabilityMatrixSchema).optional(),
  ...hostDetailsShape,
});
export type HostFacts = z.infer<typeof hostFactsSchema>;
