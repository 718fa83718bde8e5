import { gap, type KernelGap } from './kernel-gap.ts';

/**
 * Blockers that a kernel or a CRIU solved. First kernels of the features: commit messages and man pages of the kernel's
 * interfaces (clone3(2), openat2(2), userfaultfd(2), time_namespaces(7), proc(5), mount_setattr(2)); first CRIU: the release
 * tag whose option parser or feature list first names it. Kernel versions are those of mainline; distributions carry some of it
 * back, so `criu check --feature` outranks them.
 */
export const solvedBlockers: readonly KernelGap[] = [
  gap(
    'inet-sockets',
    'Sockets of any kind (SO_PASSCRED on inet sockets)',
    "Every dump of a tree with a TCP or UDP socket ends with “Can't get 1:16 opt”.",
    // Kernel 6.16 refuses SO_PASSCRED on other sockets than unix ones; CRIU 4.2 no longer asks (criu#2705, #2804).
    { criu: '4.2', troubleSince: '6.16', findings: ['inet-sockets.kernel-gap', 'destination-criu.kernel-gap'] },
  ),
  gap(
    'vvar-clock',
    'The vDSO of kernels from 6.13 on',
    "Restores end with “Can't find vDSO/VVAR bounds”, dumps with “two nonconsecutive vvar”.",
    // Linux 6.13 split [vvar_vclock] off [vvar]; CRIU 4.1 knows both layouts.
    { criu: '4.1', troubleSince: '6.13' },
  ),
  gap(
    'guard-regions',
    'Guard pages made by MADV_GUARD_INSTALL',
    'Guard pages are read as memory: the dump ends while it reads pages, or the guards are gone afterwards.',
    // madvise(2): MADV_GUARD_INSTALL since Linux 6.13; PAGEMAP_SCAN tells of them since 6.16.
    { kernel: '6.16', criu: '4.2', feature: 'pagemap_scan_guard_pages', troubleSince: '6.13' },
  ),
  gap(
    'posix-timers',
    'POSIX timers with gaps in their ids',
    "The restore ends with “kernel don't give them consequently”.",
    // prctl(PR_TIMER_CREATE_RESTORE_IDS), Linux 6.15.
    { kernel: '6.15', criu: '4.2', feature: 'timer_cr_ids' },
  ),
  gap(
    'rseq',
    'Restartable sequences (every program with glibc 2.35 or newer)',
    'The dump ends with “has rseq but kernel lacks get_rseq_conf feature”.',
    // PTRACE_GET_RSEQ_CONFIGURATION, Linux 5.13 (ptrace(2)); CRIU 3.17.
    { kernel: '5.13', criu: '3.17', feature: 'get_rseq_conf' },
  ),
  gap(
    'pids-at-restore',
    'Process ids at a restore',
    'Without clone3 with set_tid the ids are asked for through ns_last_pid, which others race for and containers may not write.',
    // clone3(2): set_tid since Linux 5.5; CRIU 3.14.
    { kernel: '5.5', criu: '3.14', feature: 'clone3_set_tid' },
  ),
  gap(
    'unix-sockets-bound',
    'Bound unix sockets in a mount namespace',
    'The dump cannot resolve the name of the socket.',
    // SIOCUNIXFILE, Linux 4.10; CRIU 3.9.
    { kernel: '4.10', criu: '3.9', feature: 'sk_unix_file' },
  ),
  gap(
    'several-netns-sockets',
    'Sockets of several network namespaces',
    'A socket whose namespace no process of the tree is in cannot be dumped.',
    // SIOCGSKNS, Linux 4.10; CRIU 3.8.
    { kernel: '4.10', criu: '3.8', feature: 'sk_ns' },
  ),
  gap(
    'raw-sockets',
    'Raw sockets',
    'They are not seen through sock_diag, and the dump ends at them.',
    // INET_DIAG for raw sockets, Linux 4.10; CRIU 3.12.
    { kernel: '4.10', criu: '3.12', feature: 'net_diag_raw' },
  ),
  gap(
    'epoll-duplicates',
    'epoll watching a descriptor that was duplicated or closed since',
    'The dump ends when the watched file is found under another number.',
    // kcmp(2): KCMP_EPOLL_TFD since Linux 4.13; CRIU 3.11.
    { kernel: '4.13', criu: '3.11', feature: 'kcmp_epoll' },
  ),
  gap(
    'seccomp-filters',
    'Seccomp filters',
    "The dump ends with “Can't fetch filter”.",
    // PTRACE_SECCOMP_GET_FILTER, Linux 4.4 (ptrace(2)).
    { kernel: '4.4', criu: '2.1', feature: 'seccomp_filters' },
  ),
  gap(
    'several-mount-namespaces',
    'Several mount namespaces in one tree',
    'The dump ends with “Nested mount namespaces are not supported”.',
    // mnt_id in /proc/PID/fdinfo, Linux 3.15 (proc_pid_fdinfo(5)).
    { kernel: '3.15', criu: '2.1', feature: 'mnt_id' },
  ),
  gap(
    'time-namespaces',
    'Time namespaces',
    'A tree in one of its own cannot be restored, and clocks may jump backwards after a restart of the host.',
    // time_namespaces(7): Linux 5.6; CRIU 3.14.
    { kernel: '5.6', criu: '3.14', feature: 'timens' },
  ),
  gap(
    'memfd',
    'memfd descriptors and mappings',
    'They are taken for deleted files, and the dump may end at their size.',
    // memfd images since CRIU 3.14; memfd_create(2) is older than every kernel named here.
    { criu: '3.14' },
  ),
  gap(
    'hugetlb',
    'Huge pages and hugetlb memfds',
    'The dump ends at the unsupported mapping.',
    // CRIU 3.17; memfd_create(2): MFD_HUGETLB together with sealing since Linux 4.16.
    { kernel: '4.16', criu: '3.17', feature: 'memfd_hugetlb' },
  ),
  gap(
    'amx',
    'Processor state of AMX (amx_tile)',
    "The dump ends with “Can't set FPU registers”.",
    // The buffer for extended state grew in CRIU 3.19 (criu#1448, #2835).
    { criu: '3.19' },
  ),
];
