import { z } from 'zod';
import { factSchema, hexSchema } from './fact.ts';

const n = z.number();
/** Text by name; each name by itself may be unreadable. */
const texts = z.record(z.string(), factSchema(z.string()));

/** How CRIU was built, read from its program file: what it links decides what it can do. */
export const criuBuildSchema = z.object({
  /** Kinds of support by the library that gives it. */
  support: z.object({ nftables: z.boolean(), tls: z.boolean(), bpf: z.boolean() }),
  /** Where it looks for plugins, and the file names of those found. */
  pluginDirectory: z.string(),
  plugins: z.array(z.string()),
});

/** The processor as `criu cpuinfo dump` describes it (x86 only). */
export const criuCpuSchema = z.object({
  family: n,
  model: n,
  stepping: n,
  /** Mask of extended states (XCR0 and IA32_XSS) in hexadecimal. */
  extendedStates: z.string(),
  /** Bytes of the saved state, and the most it can take with all states in use. */
  xsaveBytes: n,
  xsaveMaximumBytes: n,
});

/** Facts of a host that were added later: a bundle made before has none of them, which means "not read". */
export const hostDetailsShape = {
  /** Options of the running kernel that CRIU or a dumped program depends on: `y`, `m`, `n` or a text, by name without CONFIG_. */
  kernelConfig: factSchema(z.record(z.string(), z.string())).optional(),
  /** sysctls by dotted name. One the kernel does not have is unknown with that reason. */
  sysctls: texts.optional(),
  /** Limits of the reading process, which CRIU inherits: getrlimit(2), null for unlimited. */
  ownLimits: factSchema(z.record(z.string(), z.object({ soft: n.nullable(), hard: n.nullable() }))).optional(),
  /** Capability sets and ids of the reading process beyond `privileges`. */
  ownRights: factSchema(
    z.object({
      capPermitted: hexSchema,
      capBounding: hexSchema,
      noNewPrivs: z.boolean(),
      /** Lines of uid_map and gid_map: ids here that exist, as [first, count]. */
      uids: z.array(z.tuple([n, n])),
      gids: z.array(z.tuple([n, n])),
    }),
  ).optional(),
  hugepages: factSchema(z.array(z.object({ pageBytes: n, total: n, free: n, surplusAllowed: n }))).optional(),
  /** Memory the kernel still commits under vm.overcommit_memory=2 (CommitLimit minus Committed_AS), in bytes. */
  commitLeftBytes: factSchema(n).optional(),
  /** Tightest limits on the way from this process's cgroup to the root; null where there is none. */
  cgroupLimits: factSchema(z.object({ memoryLeftBytes: n.nullable(), pidsLeft: n.nullable() })).optional(),
  /** Controllers of the mounted hierarchies. */
  cgroupControllers: factSchema(
    z.array(z.object({ version: z.enum(['v1', 'v2']), controllers: z.array(z.string()) })),
  ).optional(),
  security: factSchema(
    z.object({
      /** Active security modules, in the kernel's order. */
      modules: z.array(z.string()),
      /** Names of loaded AppArmor profiles; null without AppArmor. */
      apparmorProfiles: z.array(z.string()).nullable(),
      selinuxEnforcing: z.boolean().nullable(),
    }),
  ).optional(),
  /** Loaded modules; null on a kernel without modules. */
  modules: factSchema(z.array(z.string()).nullable()).optional(),
  filesystems: factSchema(z.array(z.string())).optional(),
  clocks: factSchema(
    z.object({
      realtimeMs: n,
      monotonicSeconds: n,
      boottimeSeconds: n,
      /** Whether this process lives in a time namespace with offsets. */
      offsets: z.object({ monotonicSeconds: n, boottimeSeconds: n }).nullable(),
      clocksource: z.string(),
    }),
  ).optional(),
  /** Whether the program CRIU was looked for and is there; `path` is null when none was named and none found. */
  criuProgram: factSchema(
    z.object({ path: z.string().nullable(), state: z.enum(['there', 'absent', 'not-executable']) }),
  ).optional(),
  /** Whether the loopback device is up, and whether CRIU has kept what it once learned of this kernel (criu.kdat). */
  loopback: factSchema(z.object({ up: z.boolean(), kernelDataKept: z.boolean() })).optional(),
  /** Names of the network interfaces. */
  interfaces: factSchema(z.array(z.string())).optional(),
  /** Whether the kernel offers IPv6 sockets. */
  ipv6: factSchema(z.boolean()).optional(),
  terminals: factSchema(z.object({ devpts: z.boolean(), allocated: n, maximum: n })).optional(),
  /** What each tool says of itself: version, and the flavour where there are two (`nf_tables` or `legacy`). */
  toolVersions: factSchema(
    z.record(z.string(), z.object({ version: z.string(), flavour: z.string().nullable() })),
  ).optional(),
} as const;

/** The later facts of a host together. One that is absent was not read. */
const hostDetailsSchema = z.object(hostDetailsShape);
export type HostDetails = z.infer<typeof hostDetailsSchema>;
