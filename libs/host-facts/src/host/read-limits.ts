import type { HostFacts } from '@godwit/domain/facts';
import { readText, readTextOrNull } from '../procfs/read-text.ts';

type Limits = Extract<HostFacts['limits'], { known: true }>['value'];
type Privileges = Extract<HostFacts['privileges'], { known: true }>['value'];

const sysctl = (name: string): number => {
  const value = Number(readText(`/proc/sys/${name}`));
  if (Number.isNaN(value)) throw new Error(`${name} is no number`);
  return value;
};

/** Limits of the kernel that a restore can run into. */
export const readLimits = (): Limits => ({
  pidMax: sysctl('kernel/pid_max'),
  threadsMax: sysctl('kernel/threads-max'),
  nrOpen: sysctl('fs/nr_open'),
  unprivilegedPortStart: sysctl('net/ipv4/ip_unprivileged_port_start'),
  maxMapCount: sysctl('vm/max_map_count'),
  overcommitMemory: sysctl('vm/overcommit_memory'),
});

/** What this process may do; whoever starts CRIU from here gives it the same. */
export const readPrivileges = (status: { capEffective: string; seccompMode: number; uids: number[] }): Privileges => {
  const yama = readTextOrNull('/proc/sys/kernel/yama/ptrace_scope');
  return {
    uid: status.uids[1] ?? -1,
    capEffective: status.capEffective,
    seccompMode: status.seccompMode,
    yamaPtraceScope: yama === null ? null : Number(yama),
  };
};
