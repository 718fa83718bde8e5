import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readText } from '../procfs/read-text.ts';

/** Options without which CRIU or a program it carries cannot do something; others are left out of the facts. */
const wanted = new Set([
  'AIO',
  'BRIDGE',
  'CGROUPS',
  'CGROUP_PIDS',
  'CHECKPOINT_RESTORE',
  'EPOLL',
  'FANOTIFY',
  'FHANDLE',
  'HUGETLBFS',
  'IA32_EMULATION',
  'INET_DIAG',
  'INET_RAW_DIAG',
  'INET_TCP_DIAG',
  'INET_UDP_DIAG',
  'INOTIFY_USER',
  'IO_URING',
  'IPC_NS',
  'IPV6',
  'KCMP',
  'MACVLAN',
  'MEMFD_CREATE',
  'MEM_SOFT_DIRTY',
  'MODULES',
  'NAMESPACES',
  'NETLINK_DIAG',
  'NET_NS',
  'NF_TABLES',
  'PACKET_DIAG',
  'PID_NS',
  'POSIX_MQUEUE',
  'POSIX_TIMERS',
  'PROC_CHILDREN',
  'RSEQ',
  'SECCOMP_FILTER',
  'SECURITY_APPARMOR',
  'SECURITY_SELINUX',
  'SYSVIPC',
  'TIME_NS',
  'TUN',
  'UNIX_DIAG',
  'UPROBES',
  'USERFAULTFD',
  'USER_NS',
  'UTS_NS',
  'VETH',
  'X86_5LEVEL',
  'X86_USER_SHADOW_STACK',
]);

const assigned = /^CONFIG_(\w+)=(.*)$/;
const left = /^# CONFIG_(\w+) is not set$/;

/** The options of a kernel configuration file that matter here: `y`, `m`, `n` or the text it is set to. */
export const parseKernelConfig = (text: string): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [, name = left.exec(line)?.[1] ?? '', value = 'n'] = assigned.exec(line) ?? [];
    if (wanted.has(name)) found[name] = value;
  }
  return found;
};

const readConfigText = (release: string): string => {
  if (existsSync('/proc/config.gz')) return gunzipSync(readFileSync('/proc/config.gz')).toString('latin1');
  const path = [`/boot/config-${release}`, `/lib/modules/${release}/config`].find(existsSync);
  if (path === undefined) throw new Error(`there is neither /proc/config.gz nor /boot/config-${release}`);
  return readText(path);
};

let remembered: Record<string, string> | undefined;

/** The configuration of the running kernel, read once: it cannot change. Throws when the system keeps it nowhere. */
export const readKernelConfig = (): Record<string, string> => {
  remembered ??= parseKernelConfig(readConfigText(readText('/proc/sys/kernel/osrelease').trim()));
  return remembered;
};
