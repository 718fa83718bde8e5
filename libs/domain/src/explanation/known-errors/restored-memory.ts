import type { KnownError } from './known-error.ts';

/** Memory, processor and clocks at restore (criu/mem.c, criu/pie/restorer.c, criu/arch/x86/cpu.c). */
export const restoredMemoryErrors: readonly KnownError[] = [
  {
    id: 'memory-short',
    pattern: 'Unable to reserve memory|Cannot allocate memory|Can.t (mmap|allocate memory)|Unable to map ANON_VMA',
    meaning:
      'There is not enough memory, or a limit (RLIMIT_AS, the cgroup, strict overcommit, vm.max_map_count) is too small.',
    remedies: ['Free memory or raise the limit; the tree needs as much as it had mapped and written.'],
  },
  {
    id: 'mapping-not-restored',
    pattern:
      "Can't restore (?<address>[\\da-f]+) mapping with (?<result>[\\da-f]+)|Unable to remap [\\da-f]+ -> |Can't fixup VMA's fd",
    meaning:
      'A mapping could not be placed where it was: its address is not free, its file may not be executed there, or the address space of this kernel is smaller.',
    remedies: ['Look at vm.mmap_min_addr, at noexec mounts and at the address size of this kernel.'],
  },
  {
    id: 'mapped-file-not-opened',
    pattern: "`- Can't open vma",
    meaning: 'A file that the program has mapped could not be opened.',
    remedies: ['Look at the lines before for its name, and bring it back as it was at the dump.'],
  },
  {
    id: 'no-room-for-restorer',
    pattern: 'No suitable area for task_restore bootstrap',
    meaning: 'The address space of a process is so full that CRIU finds no room for its helper code.',
    remedies: ['There is no option for it.'],
  },
  {
    id: 'huge-pages',
    pattern: 'Unable to create memfd|memfd_create\\("", MFD_HUGETLB\\)|Can.t create memfd',
    meaning: 'Shared or huge-page memory could not be made again.',
    remedies: ['Reserve enough huge pages of that size here (vm.nr_hugepages).'],
  },
  {
    id: 'aio-not-restored',
    pattern: "wrong aio|Ring (setup|remap) failed|Can't remap AIO ring|No AIO ring at expected location",
    meaning: 'A context of Linux AIO could not be made again.',
    remedies: ['Raise the sysctl fs.aio-max-nr on this host.'],
  },
  {
    id: 'processor-instructions',
    pattern: 'CPU instruction capabilities do not match run time|CPU capabilities do not match run time',
    meaning: 'This processor lacks instructions that the one of the dump had. The program would die of SIGILL.',
    remedies: ['Restore on a processor with the same instructions, or start the program under a smaller common set.'],
  },
  {
    id: 'processor-state',
    pattern:
      'CPU xsave (max )?size mismatch|CPU xfeatures has unsupported bits|FPU feature required by image|FPU xsave area present',
    meaning: 'The processor keeps its extended state in another form than the one of the dump.',
    remedies: [
      'Restore on the same kind of processor.',
      'With --cpu-cap=ins sizes are not compared, where the state is known to fit.',
    ],
  },
  {
    id: 'architecture',
    pattern: 'Core march mismatch',
    meaning: 'The images are of another architecture than this host.',
    remedies: ['Restore on a host of the same architecture.'],
  },
  {
    id: 'vdso-missing',
    pattern:
      "vDSO isn't provided by kernel|vdso: (Failed to proxify|Unable to remap|Failed to unmap dumpee)|Task had vdso",
    meaning: 'The vDSO of this kernel cannot take the place of the one in the images.',
    remedies: ['Restore on the kernel of the dump, or with a newer CRIU.'],
  },
  {
    id: 'rseq-missing',
    pattern: "rseq: can't restore as kernel doesn't support it|Unable to restore rseq_cs state",
    meaning: 'The program uses restartable sequences, which this kernel does not have.',
    remedies: ['Restore on a kernel with CONFIG_RSEQ.'],
  },
  {
    id: 'shadow-stack',
    pattern: 'shstk: |Failed to map shadow stack|shadow stack on non-CET machine',
    meaning:
      'The shadow stack of the program could not be made again: this processor, kernel or CRIU does not have it.',
    remedies: ['Restore where shadow stacks exist, or start the program with GLIBC_TUNABLES=glibc.cpu.x86_shstk=off.'],
  },
  {
    id: 'lazy-pages',
    pattern:
      'Failed to get uffd API|Lazy pages are not available|uffd: (connect to|Unable to open an userfaultfd|No lazy-pages socket)|UFFD is not supported',
    meaning: 'Memory was to follow later, and this host cannot do so (userfaultfd), or no `criu lazy-pages` runs.',
    remedies: ['Start `criu lazy-pages` first, as root, and look at vm.unprivileged_userfaultfd.'],
  },
  {
    id: 'clock-offset',
    pattern:
      'Unable to set a (boottime|monotonic) clock offset|Time namespaces are not supported|Unable to create a new time namespace',
    meaning: 'The clocks of the tree cannot be set back: this kernel has no time namespaces, or CRIU may not make one.',
    remedies: ['Restore on kernel 5.6 or newer, as root.'],
  },
  {
    id: 'restorer-failed',
    pattern: 'Restorer (fail|abnormal termination|stack smash)',
    meaning: 'The last step inside a restored process failed.',
    remedies: ['Look at the lines of this process that begin with `pie:` above.'],
  },
];
