import type { KnownError } from './known-error.ts';

/** Refused before anything is frozen: rights, options and what the kernel lacks (CRIU 4.2, criu/cr-check.c, criu/config.c). */
export const privilegeErrors: readonly KnownError[] = [
  {
    id: 'capability-missing',
    pattern: 'CRIU needs to have the CAP_SYS_ADMIN|Effective capability \\d+ missing',
    meaning:
      'CRIU was started without the capability CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE, so it may not look into other processes.',
    remedies: ['Run criu as root, or give it CAP_CHECKPOINT_RESTORE and the option --unprivileged.'],
    notAnError: true,
  },
  {
    id: 'unprivileged-option-missing',
    pattern: "Running as non-root requires '--unprivileged'|You need to be root to run this command",
    meaning: 'CRIU was started by a user other than root without being told so.',
    remedies: ['Run it as root, or with the option --unprivileged; then expect that less can be saved.'],
    notAnError: true,
  },
  {
    id: 'resource-limit-unreadable',
    pattern: "Can't get rlimit \\d+: Operation not permitted",
    meaning:
      'The process belongs to another user than CRIU, and CRIU lacks CAP_SYS_RESOURCE, without which the kernel does not tell the limits of such a process.',
    remedies: [
      'Give CRIU the capability CAP_SYS_RESOURCE.',
      'Or run CRIU as that user with all other capabilities and --unprivileged.',
    ],
  },
  {
    id: 'tcp-repair-refused',
    pattern:
      "Can't turn TCP repair mode ON|TCP_REPAIR can't be enabled for half-closed sockets|Unable to set TCP_REPAIR",
    meaning:
      'The kernel did not let CRIU read the state of a TCP connection. It needs CAP_NET_ADMIN in the user namespace that owns the network.',
    remedies: ['Give CRIU CAP_NET_ADMIN.', 'Or let the connections go with --tcp-close, at dump and at restore.'],
  },
  {
    id: 'memory-tracking-missing',
    pattern: "Tracking memory is not available|Can't turn memory tracking|Dirty tracking is OFF",
    meaning:
      'This kernel cannot tell which pages changed (soft-dirty), so neither pre-dumps nor incremental dumps are possible.',
    remedies: ['Dump without --track-mem and --prev-images-dir; a post-copy (--lazy-pages) also shortens the stop.'],
  },
  {
    id: 'images-directory-missing',
    pattern: "Can't open dir (?<path>.+?): |Couldn't open image dir (?:.+)|Can't open images directory",
    meaning: 'The directory for the images cannot be opened, so CRIU did nothing.',
    remedies: ['Make the directory given with -D before, writable for the user CRIU runs as.'],
  },
  {
    id: 'work-directory-missing',
    pattern: "Can't chdir to work_dir|Can't change directory to (?<path>.+?): |Can't create log file (?:.+?): ",
    meaning: 'CRIU cannot enter its work directory or cannot write its log there.',
    remedies: ['Make the directory given with -W or -D, writable for the user CRIU runs as.'],
  },
  {
    id: 'memory-execution-refused',
    pattern:
      "check selinux execmem policy|rmap memfd for parasite|Can't infect \\(pid: \\d+\\)|Can't lmap memfd for parasite blob",
    meaning:
      'The security policy forbids memory that is writable and executable, and CRIU cannot place its helper code in the process.',
    remedies: [
      'Allow execmem for this program (SELinux), or start it without MemoryDenyWriteExecute and with vm.memfd_noexec below 2.',
    ],
    notAnError: true,
  },
  {
    id: 'option-wrong',
    pattern:
      '^(invalid argument for|Unknown option \\[|unknown command:|excessive parameter|Invalid value for --|pid not specified|command is required)',
    meaning: 'CRIU does not understand its own command line, so it did nothing.',
    remedies: ['Compare the options with `criu --help` of this very version.'],
  },
  {
    id: 'plugin-directory-missing',
    pattern:
      "Unable to (open directory|read the libraries directory|build plugin path)|Can't load plugin|Corrupted plugin|Failed in init\\(",
    meaning: 'A plugin, or the directory of plugins given with --libdir, cannot be loaded.',
    remedies: ['Look whether the directory exists and its plugins are of this version of CRIU.'],
  },
  {
    id: 'kernel-probe-failed',
    pattern: '(?<probe>\\w+) (has )?failed when initializing kerndat|Could not initialize kernel features detection',
    meaning: 'CRIU could not find out what this kernel can do, and stopped before touching any process.',
    remedies: [
      'Look at the line before, which names what the kernel refused.',
      'Run `criu check --all`; a newer CRIU may know this kernel.',
    ],
  },
];
