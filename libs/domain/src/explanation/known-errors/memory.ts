import type { KnownError } from './known-error.ts';

/** Mappings, registers and pages at dump (criu/proc_parse.c, criu/mem.c, compel). */
export const memoryErrors: readonly KnownError[] = [
  {
    id: 'io-uring',
    pattern: 'Unknown shit \\d+ \\(anon_inode:\\[io_uring\\]|of that type .*io_uring|send_fds failed \\(-22\\)',
    meaning:
      'A process uses io_uring. CRIU has no way to save a ring: the kernel does not even let its descriptor be handed over.',
    remedies: [
      'Start the program without io_uring, for example with UV_USE_IO_URING=0 (libuv, Node.js) or io_method=worker (PostgreSQL).',
      'Forbid it for the whole host with the sysctl kernel.io_uring_disabled=2 and restart the program.',
    ],
  },
  {
    id: 'secret-memory',
    pattern: 'Unknown shit \\d+ \\(/secretmem',
    meaning: 'A process uses memfd_secret. That memory is hidden even from the kernel, so CRIU cannot save it.',
    remedies: [
      'Start the program without secret memory; some have a setting for it, or boot without secretmem.enable.',
    ],
  },
  {
    id: 'strange-mapping',
    pattern: 'Unknown shit (?<mode>\\d+) \\((?<what>.*)\\)|Strange file mapped|unmatched dev:ino',
    meaning: 'A process has mapped something that CRIU does not know: {what}.',
    remedies: ['Find out what the program maps there (/proc/PID/maps) and restart it without.'],
  },
  {
    id: 'device-mapping',
    pattern: "Can't handle non-regular mapping on (?<pid>\\d+)'s map",
    meaning:
      'Process {pid} has mapped a device, for example of a graphics card. What the device holds cannot be saved.',
    remedies: ['Stop the use of the device before the dump, or install the CRIU plugin of its maker (CUDA, AMD GPU).'],
  },
  {
    id: 'device-plugin-failed',
    pattern: 'handle_device_vma plugin failed',
    meaning: 'A plugin of CRIU knows the mapped device and refused it.',
    remedies: ['Look at the lines of the plugin above, and at the versions of plugin and driver.'],
  },
  {
    id: 'mapping-unsupported',
    pattern: 'Unsupported mapping found (?<range>[\\da-f]+-[\\da-f]+)',
    meaning: 'The mapping {range} belongs to a device or to the kernel (VM_IO or VM_PFNMAP). CRIU cannot save it.',
    remedies: ['Find out which library maps it (/proc/PID/maps) and restart the program without.'],
  },
  {
    id: 'uprobes',
    pattern: 'PID (?<pid>\\d+) has uprobes vma|Dumped with --allow-uprobes',
    meaning:
      'A tracer (bpftrace, perf) has put probes into the program. After a restore without the tracer they would kill it.',
    remedies: ['Detach the tracer.', 'Or give --allow-uprobes at dump and at restore.'],
  },
  {
    id: 'vdso-unknown',
    pattern:
      "vdso: (Unexpected rt vDSO area bounds|Can't find vDSO/VVAR bounds|VVAR and VVAR_VCLOCK entries|Can't find rt vDSO|Failed to fill self vdso)|two nonconsecutive vvar",
    meaning: 'This CRIU does not know the vDSO of this kernel: the kernel is newer than CRIU expects.',
    remedies: ['Use a newer CRIU; 4.2 knows kernels up to 6.18.'],
  },
  {
    id: 'mapping-file-unreadable',
    pattern: "Failed to resolve mapping|Can't open mapped \\[|Can't open \\d+'s mapfile link",
    meaning: 'The file behind a mapping cannot be opened: it was deleted, or CRIU may not use /proc/PID/map_files.',
    remedies: [
      'Run CRIU with CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE.',
      'Restart the program so that it maps files that exist.',
    ],
  },
  {
    id: 'compat-task',
    pattern: "Can't dump task (?<pid>\\d+) running in 32-bit mode|compat_cr is not supported",
    meaning: 'Process {pid} is a 32-bit program and this CRIU was built without support for them.',
    remedies: ['Use a CRIU with 32-bit support, or a 64-bit build of the program.'],
  },
  {
    id: 'local-descriptor-table',
    pattern: "Can't dump task (?<pid>\\d+) with LDT descriptors",
    meaning: 'Process {pid} has its own segment descriptors (Wine, DOSEMU, old threads). CRIU cannot save them.',
    remedies: ['There is no option for it.'],
  },
  {
    id: 'float-registers-refused',
    pattern: "Can't set FPU registers for|Can't obtain FPU registers|Can't set xstate for",
    meaning: 'The floating-point state of this processor is larger than this CRIU knows, as with AMX.',
    remedies: ['Use CRIU 4.0 or newer.'],
  },
  {
    id: 'no-executable-mapping',
    pattern: 'No suitable VM found',
    meaning: 'The process has no executable mapping in which CRIU could run its helper code.',
    remedies: ['There is no option for it.'],
  },
  {
    id: 'restartable-sequences',
    pattern: 'has rseq but kernel lacks get_rseq_conf|unsupported RSEQ ABI version',
    meaning: 'The C library uses restartable sequences, and kernel or CRIU cannot read their state.',
    remedies: [
      'Start the program with GLIBC_TUNABLES=glibc.pthread.rseq=0, or use kernel 5.13 and CRIU 3.17 or newer.',
    ],
  },
  {
    id: 'aio-ring',
    pattern: 'Failed to check aio rings',
    meaning: 'A context of Linux AIO cannot be saved on this kernel.',
    remedies: ['Let the program close its AIO contexts, or use a newer kernel.'],
  },
  {
    id: 'sysv-memory-of-host',
    pattern: "Task (?<pid>\\d+) with SysVIPC shmem map @[\\da-f]+ doesn't live in IPC ns",
    meaning:
      'Process {pid} uses System V shared memory of the whole host, which CRIU saves only when the tree has an IPC namespace of its own.',
    remedies: ['Start the workload with its own IPC namespace (`unshare --ipc`, or a container with private IPC).'],
  },
  {
    id: 'page-pipe-limit',
    pattern: 'page-pipe: (tee|splice|vmsplice|Can.t make pipe|Can.t get pipe size)',
    meaning: 'The pipes through which CRIU moves pages are limited for a user without CAP_SYS_RESOURCE.',
    remedies: [
      'Set the sysctl fs.pipe-user-pages-soft to 0 and raise fs.pipe-max-size (64 MiB has sufficed for 256 MiB of memory).',
    ],
  },
  {
    id: 'guard-pages',
    pattern: 'MADV_GUARD_INSTALL',
    meaning: 'The program uses guard pages of the newest kernels, which this kernel does not report to CRIU.',
    remedies: ['Use CRIU 4.2 and kernel 6.16 or newer.'],
  },
];
