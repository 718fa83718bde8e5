import { deviceMajor, memoryMajor } from './device-number.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type JudgeContext, type Reported } from './rule.ts';

export const memoryMappings = defineRule({
  id: 'memory-mappings',
  title: 'Memory CRIU cannot save',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['mappings', 'fds'],
  couldBlock: true,
  findings: {
    device: {
      severity: 'blocker',
      message: 'Process {pid} maps the device {path} ({rdev}) into its memory. CRIU cannot save what a device holds.',
      noticed: 'frozen',
      criuError: "Can't handle non-regular mapping on|handle_device_vma plugin failed",
      remedies: [
        {
          text: 'Stop the use of the device before the dump, or install the CRIU plugin of its maker (CUDA, AMD GPU).',
        },
      ],
    },
    'secret-memory': {
      severity: 'blocker',
      message:
        'Process {pid} has {bytes} bytes of secret memory (memfd_secret), which nobody but the process may read, CRIU neither.',
      noticed: 'frozen',
      criuError: 'Unknown shit \\d+ \\(/secretmem|non-regular mapping',
      remedies: [{ text: 'Start the program without secret memory.' }],
    },
    'physical-memory': {
      severity: 'blocker',
      message:
        'Process {pid} maps memory of the kernel or of a device at {range} (flags {flags}). CRIU cannot save it.',
      noticed: 'frozen',
      criuError: 'Unsupported mapping found',
      remedies: [{ text: 'Stop the part of the program that maps it before the dump.' }],
    },
    uprobes: {
      severity: 'needs-option',
      message:
        'Somebody probes process {pid} (uprobes, for example bpftrace or perf). CRIU takes such a process only with --allow-uprobes, and the traps stay in the restored code.',
      noticed: 'frozen',
      criuError: 'uprobes.*--allow-uprobes',
      remedies: [
        {
          text: 'Dump and restore with --allow-uprobes (CRIU 4.2 or later).',
          options: { dump: ['--allow-uprobes'], restore: ['--allow-uprobes'] },
        },
        { text: 'Detach the probe and restart the program.' },
      ],
    },
    'vdso-gone': {
      severity: 'blocker',
      message:
        'Process {pid} has unmapped the code the kernel gives to every process ([vdso]) but not its data ({path}). The dump passes, and CRIU cannot put them back.',
      noticed: 'restore',
      criuError: "Can't find vDSO area in image",
      remedies: [{ text: 'Let the program unmap both, or neither.' }],
    },
    'vdso-gone-dumped': {
      severity: 'caution',
      message:
        'Process {pid} has unmapped the code the kernel gives to every process ([vdso]) but not its data ({path}). The dump passes, but it cannot be restored.',
      noticed: 'restore',
      criuError: "Can't find vDSO area in image",
      remedies: [{ text: 'Let the program unmap both, or neither.' }],
    },
    sealed: {
      severity: 'caution',
      message:
        'Process {pid} has sealed the memory at {range} against changes (mseal). CRIU does not save the seal: after the restore the memory can be unmapped and its protection changed.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Restart the program if it must have the protection.' }],
    },
    'userfault-outside': {
      severity: 'caution',
      message:
        'A process outside of the tree supplies the memory of process {pid} at {range} (userfaultfd). After the restore nobody does: pages it did not supply yet read as zeros.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Let the memory be supplied completely before the dump.' }],
    },
  },
  evaluate: ({ mappings, fds }, context) => [
    ...mappings.flatMap((mapping) => judgeMapping(mapping) ?? []),
    ...judgeKernelCode(mappings, context),
    ...once('sealed', mappings.filter(isSealed)),
    ...once('userfault-outside', fds.some(isUserfault) ? [] : mappings.filter(isSupplied)),
  ],
});

type Kind =
  | 'device'
  | 'secret-memory'
  | 'physical-memory'
  | 'uprobes'
  | 'vdso-gone'
  | 'vdso-gone-dumped'
  | 'sealed'
  | 'userfault-outside';
type Seen = FactValues['mappings'][number];

/** Mappings the kernel itself puts into every process; CRIU maps them anew. */
const kernelProvided = /^\[(vvar|vvar_vclock|vdso|vsyscall|uprobes)\]$/;

const kindOf = ({ path, identity, vmFlags }: Seen): Kind | null => {
  if (path === '[uprobes]') return 'uprobes';
  if (path.startsWith('/secretmem')) return 'secret-memory';
  if (identity?.kind === 'character-device') return deviceMajor(identity.rdev) === memoryMajor ? null : 'device';
  if (identity?.kind === 'block-device') return 'device';
  const physical = (vmFlags.includes('io') || vmFlags.includes('pf')) && !kernelProvided.test(path);
  // io_uring has a rule of its own, and a mapped regular file is read as such.
  return physical && identity === undefined && !path.includes('io_uring') ? 'physical-memory' : null;
};

/** The kernel may seal its own pages; those come back as it makes them. */
const isSealed = ({ vmFlags, path }: Seen): boolean => vmFlags.includes('sl') && !kernelProvided.test(path);

/** Registered for missing pages, write protection or minor faults. */
const isSupplied = ({ vmFlags }: Seen): boolean => ['um', 'uw', 'ui'].some((flag) => vmFlags.includes(flag));

/** A userfaultfd inside the tree stops the dump by itself. */
const isUserfault = ({ anonInode }: FactValues['fds'][number]): boolean => anonInode === 'userfaultfd';

/** One report for each process, about the first mapping. */
const once = (kind: Kind, mappings: Seen[]): Reported<Kind>[] =>
  mappings
    .filter(({ pid }, index) => mappings.findIndex((other) => other.pid === pid) === index)
    .map((mapping) => toReport(kind, mapping));

const judgeKernelCode = (mappings: Seen[], { purpose }: JudgeContext): Reported<Kind>[] => {
  const withCode = new Set(mappings.filter(({ path }) => path === '[vdso]').map(({ pid }) => pid));
  const alone = mappings.filter(({ pid, path }) => path === '[vvar]' && !withCode.has(pid));
  return once(purpose === 'dump' ? 'vdso-gone-dumped' : 'vdso-gone', alone);
};

const judgeMapping = (mapping: Seen): Reported<Kind> | null => {
  const kind = kindOf(mapping);
  return kind === null ? null : toReport(kind, mapping);
};

const toReport = (kind: Kind, mapping: Seen): Reported<Kind> => {
  const { pid, path, start, end, vmFlags, sizeBytes, identity } = mapping;
  return {
    kind,
    subject: { kind: 'mapping', pid, path: path || `${start}-${end}` },
    evidence: {
      pid: String(pid),
      path,
      range: `${start}-${end}`,
      flags: vmFlags.join(' '),
      bytes: String(sizeBytes),
      rdev: identity?.rdev ?? '',
    },
  };
};
