import { deviceMajor, memoryMajor } from './device-number.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

export const memoryMappings = defineRule({
  id: 'memory-mappings',
  title: 'Memory CRIU cannot save',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['mappings'],
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
  },
  evaluate: ({ mappings }) => mappings.flatMap((mapping) => judgeMapping(mapping) ?? []),
});

type Kind = 'device' | 'secret-memory' | 'physical-memory' | 'uprobes';
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

const judgeMapping = (mapping: Seen): Reported<Kind> | null => {
  const kind = kindOf(mapping);
  const { pid, path, start, end, vmFlags, sizeBytes, identity } = mapping;
  if (kind === null) return null;
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
