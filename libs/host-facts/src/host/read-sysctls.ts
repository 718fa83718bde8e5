import type { Fact } from '@godwit/domain/facts';
import { attempt, readText } from '../procfs/read-text.ts';

/** Settings of the kernel that a dump or a restore runs into, or that a dumped program relies on. */
const names = [
  'fs.aio-max-nr',
  'fs.aio-nr',
  'fs.file-max',
  'fs.inotify.max_user_instances',
  'fs.inotify.max_user_watches',
  'fs.mqueue.msg_max',
  'fs.nr_open',
  'fs.pipe-max-size',
  'fs.pipe-user-pages-hard',
  'fs.pipe-user-pages-soft',
  'fs.protected_hardlinks',
  'kernel.cap_last_cap',
  'kernel.io_uring_disabled',
  'kernel.ns_last_pid',
  'kernel.pid_max',
  'kernel.pty.max',
  'kernel.randomize_va_space',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.threads-max',
  'kernel.unprivileged_bpf_disabled',
  'kernel.unprivileged_userns_clone',
  'kernel.yama.ptrace_scope',
  'net.core.rmem_max',
  'net.core.somaxconn',
  'net.core.wmem_max',
  'net.ipv4.ip_nonlocal_bind',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_congestion_control',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_timestamps',
  'net.ipv4.tcp_wmem',
  'net.ipv6.conf.all.disable_ipv6',
  'user.max_net_namespaces',
  'user.max_pid_namespaces',
  'user.max_user_namespaces',
  'vm.max_map_count',
  'vm.memfd_noexec',
  'vm.mmap_min_addr',
  'vm.nr_hugepages',
  'vm.overcommit_memory',
  'vm.overcommit_ratio',
  'vm.unprivileged_userfaultfd',
] as const;

/** The file of a setting by its sysctl(8) name; none of these names has a dot of its own. */
const pathOf = (name: string): string => `/proc/sys/${name.replaceAll('.', '/')}`;

/** Each setting as text, or why it could not be read; one the kernel does not know is not there. */
export const readSysctls = (): Record<string, Fact<string>> =>
  Object.fromEntries(names.map((name) => [name, attempt(name, () => readText(pathOf(name)).trim())]));
