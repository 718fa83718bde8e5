/** One feature test of `criu check --feature NAME`. */
export interface CriuFeature {
  /** What cannot be dumped or restored where the test fails; one sentence. */
  breaks: string;
  /** First Linux that has it, as far as is known; the test itself decides. */
  kernelSince: string | null;
  /** First CRIU that knows the test. */
  criuSince: string;
}

const feature = (criuSince: string, kernelSince: string | null, breaks: string): CriuFeature => ({
  breaks,
  kernelSince,
  criuSince,
});

/** What the absence of each feature breaks, by the name CRIU gives it (CRIU 4.2, cr-check.c). */
export const criuFeatures: Record<string, CriuFeature> = {
  aio_remap: feature('2.1', '3.19', 'Programs with asynchronous I/O contexts (io_setup) cannot be restored.'),
  apparmor_stacking: feature('3.16', '4.13', 'Trees in an AppArmor namespace of their own cannot be dumped.'),
  autofs: feature('2.4', '3.10', 'Automount points of a mount namespace of its own cannot be dumped.'),
  breakpoints: feature('4.2', null, 'The end of a restore is awaited by single steps, which takes longer.'),
  can_map_vdso: feature('3.5', '4.9', 'The vDSO of a restored task is proxied, which costs some speed.'),
  cgroupns: feature('2.1', '4.6', 'Trees with a cgroup namespace of their own cannot be dumped.'),
  clone3_set_tid: feature(
    '3.14',
    '5.5',
    'Ids are restored through ns_last_pid, where another new process can take one first.',
  ),
  compat_cr: feature('3.0', '4.12', '32-bit programs cannot be dumped.'),
  external_net_ns: feature('3.11', null, 'A network namespace cannot be left to others.'),
  fdinfo_lock: feature('2.1', '4.2', 'Leases and locks of open file descriptions cannot be dumped.'),
  get_rseq_conf: feature(
    '3.17',
    '5.13',
    'Programs with restartable sequences (glibc 2.35 and later) cannot be dumped.',
  ),
  has_ipt_legacy: feature('3.16', null, 'Connections of an own network namespace are not locked with legacy iptables.'),
  ipv6_freebind: feature('3.18', '4.15', 'The option IPV6_FREEBIND of sockets is lost.'),
  kcmp_epoll: feature(
    '3.11',
    '4.13',
    'Targets of epoll that were duplicated or closed under their number cannot be dumped.',
  ),
  link_nsid: feature('3.8', '4.0', 'Network interfaces whose other end is in another namespace cannot be dumped.'),
  loginuid: feature('2.1', '3.13', 'The login user id of the tasks is lost.'),
  mem_dirty_track: feature('2.2', '3.11', 'Memory cannot be dumped in several rounds while the tree runs (pre-dump).'),
  memfd_hugetlb: feature('3.17', '4.16', 'Memory files with huge pages cannot be dumped.'),
  mnt_id: feature('2.1', '3.15', 'Trees with several mount namespaces cannot be dumped.'),
  move_mount_set_group: feature(
    '3.17',
    '5.15',
    'Mounts of containers are rebuilt the old way, which knows fewer kinds of sharing.',
  ),
  net_diag_raw: feature('3.12', '4.10', 'Raw internet sockets cannot be dumped.'),
  network_lock_nftables: feature('3.16', null, 'Connections cannot be locked with nftables.'),
  newifindex: feature('3.16', '3.7', 'Network interfaces do not get their old numbers back.'),
  nftables: feature('3.16', null, 'nftables rules of an own network namespace are lost.'),
  ns_pid: feature('3.16', '4.1', 'Timers that notify a thread cannot be dumped inside a pid namespace.'),
  nsid: feature('3.8', '3.19', 'Network namespaces that point at each other cannot be dumped.'),
  openat2: feature(
    '3.17',
    '5.6',
    'Paths of a restored tree are opened without protection against links that lead outside.',
  ),
  overlayfs_maps: feature('4.0', '6.8', 'Files mapped from an overlay file system are looked up by their path alone.'),
  pagemap_scan: feature('4.0', '6.7', 'Very large sparse memory takes long to scan while the tree is frozen.'),
  pagemap_scan_guard_pages: feature('4.2', '6.16', 'Guard regions (MADV_GUARD_INSTALL) cannot be told from memory.'),
  pidfd_store: feature('3.16', '5.6', 'A pid that was used again between two dumps of a chain is not noticed safely.'),
  seccomp_filters: feature('2.1', '4.4', 'Programs under a seccomp filter cannot be dumped.'),
  seccomp_suspend: feature('2.1', '4.3', 'Programs under seccomp cannot be dumped.'),
  sk_ns: feature('3.8', '4.10', 'Sockets of several network namespaces cannot be dumped.'),
  sk_unix_file: feature('3.9', '4.10', 'Bound unix sockets of a mount namespace are found by their path alone.'),
  sockopt_buf_lock: feature('3.17', '5.15', 'The option SO_BUF_LOCK of sockets is lost.'),
  tcp_half_closed: feature('2.10', '4.18', 'Half-closed TCP connections cannot be restored.'),
  timens: feature('3.14', '5.6', 'Monotonic clocks of a restored tree jump to those of its new host.'),
  timer_cr_ids: feature(
    '4.2',
    '6.15',
    'POSIX timers whose numbers have large gaps take long to restore, or cannot be.',
  ),
  timerfd: feature('2.1', '3.17', 'Timer descriptors cannot be dumped.'),
  tun: feature('2.1', '3.11', 'Tunnel devices of an own network namespace cannot be dumped.'),
  tun_ns: feature('3.9', '4.16', 'Tunnel devices of several network namespaces cannot be dumped.'),
  uffd: feature('3.5', '4.3', 'Memory cannot be fetched after the restore (lazy pages).'),
  'uffd-noncoop': feature('3.5', '4.11', 'Memory cannot be fetched after the restore of programs that fork or remap.'),
  userns: feature('2.1', '3.12', 'Trees with a user namespace of their own cannot be dumped.'),
};
