import type { Mapping } from '../facts/index.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { compareVersions } from '../rules/version-order.ts';
import { instructionFlags, isChosenByLibraries } from './instruction-flags.ts';
import { knownValue } from './needed-fact.ts';
import { neededOptions } from './needed-options.ts';

export const destinationKernel = defineRule({
  id: 'destination-kernel',
  title: 'Kernel and processor of the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: [
    'tasks',
    'fds',
    'mappings',
    'kernel',
    'pageSizeBytes',
    'cpu',
    'destination.kernel',
    'destination.pageSizeBytes',
    'destination.cpu',
    'destination.details',
  ],
  couldBlock: true,
  findings: {
    architecture: {
      severity: 'blocker',
      message: 'This host is {here} and the destination {there}: machine code of one does not run on the other.',
      noticed: 'restore',
      criuError: 'Core march mismatch',
      remedies: [{ text: 'Choose a destination of the same architecture.' }],
    },
    'page-size': {
      severity: 'blocker',
      message: 'Memory pages have {here} bytes here and {there} on the destination, so the saved pages do not fit.',
      noticed: 'restore',
      criuError: "Can't restore .* mapping",
      remedies: [{ text: 'Choose a destination whose kernel has the same page size.' }],
    },
    'cpu-flags': {
      severity: 'blocker',
      message:
        'The processor of the destination lacks {there}, which the C library and common programs choose when they start. CRIU does not compare, and the copy would be killed by SIGILL.',
      noticed: 'never',
      criuError: null,
      remedies: [
        {
          text: 'Choose a destination with the same or a newer processor, or give both virtual machines the same CPU model.',
        },
        { text: 'Start the program with these instructions switched off (GLIBC_TUNABLES=glibc.cpu.hwcaps=...).' },
      ],
    },
    'cpu-extras': {
      severity: 'caution',
      message:
        'The processor of the destination lacks {there}. Few programs use these instructions; one that does is killed by SIGILL. CRIU does not compare.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Try it with a workload you can lose first.' }],
    },
    'no-xsave': {
      severity: 'blocker',
      message: 'The processor here saves its state with XSAVE, and that of the destination cannot.',
      noticed: 'restore',
      criuError: "FPU xsave area present, but host cpu doesn't support it",
      remedies: [{ text: 'Choose a destination of the same kind, or give its virtual machine the same CPU model.' }],
    },
    'address-width': {
      severity: 'blocker',
      message:
        'Process {pid} uses memory at {here}, above what the processor of the destination can address (five-level page tables).',
      noticed: 'restore',
      criuError: "Can't restore 0x[0-9a-f]+ mapping",
      remedies: [{ text: 'Choose a destination with the same address width (la57 in /proc/cpuinfo).' }],
    },
    'shadow-stack': {
      severity: 'blocker',
      message: 'Process {pid} runs with a shadow stack, and the destination has none.',
      noticed: 'restore',
      criuError: 'shadow stack',
      remedies: [{ text: 'Start the program with GLIBC_TUNABLES=glibc.cpu.x86_shstk=off.' }],
    },
    'kernel-option': {
      severity: 'blocker',
      message: '{what}, and the kernel of the destination was built without it (CONFIG_{option}).',
      noticed: 'restore',
      criuError: "Can't create|Can't open|Function not implemented|Invalid argument|not supported",
      remedies: [{ text: 'Choose a destination whose kernel has CONFIG_{option}.' }],
    },
    'cpu-vendor': {
      severity: 'caution',
      message:
        'The processor here is by {here}, that of the destination by {there}. CRIU does not compare; code made for one may misbehave on the other.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Try it with a workload you can lose first; just-in-time compilers are the ones at risk.' }],
    },
    'older-kernel': {
      severity: 'caution',
      message:
        'The kernel is {here} here and {there} on the destination. A program may hold what the older kernel does not know.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Prefer a destination with the same or a newer kernel.' }],
    },
  },
  evaluate: (facts) => {
    const [here, there] = [facts.kernel, facts['destination.kernel']];
    const [cpuHere, cpuThere] = [facts.cpu, facts['destination.cpu']];
    if (here.architecture !== there.architecture)
      return [differ('architecture', here.architecture, there.architecture)];
    const lacks = (flag: string): boolean => cpuHere.flags.includes(flag) && !cpuThere.flags.includes(flag);
    const lacking = instructionFlags(cpuHere.flags).filter((flag) => flag !== 'xsave' && lacks(flag));
    const [chosen, extras] = [
      lacking.filter(isChosenByLibraries),
      lacking.filter((flag) => !isChosenByLibraries(flag)),
    ];
    const [pageHere, pageThere] = [facts.pageSizeBytes, facts['destination.pageSizeBytes']];
    const older = compareVersions(there.release, here.release, 2) < 0;
    return [
      ...(pageHere === pageThere ? [] : [differ('page-size', String(pageHere), String(pageThere))]),
      ...(chosen.length === 0 ? [] : [differ('cpu-flags', cpuHere.model, chosen.join(', '))]),
      ...(extras.length === 0 ? [] : [differ('cpu-extras', cpuHere.model, extras.join(', '))]),
      ...(lacks('xsave') ? [differ('no-xsave', 'xsave', 'none')] : []),
      ...judgeMemoryKinds(facts.mappings, cpuThere.flags),
      ...judgeOptions(facts, knownValue(facts['destination.details'].kernelConfig)),
      ...(cpuHere.vendor === cpuThere.vendor ? [] : [differ('cpu-vendor', cpuHere.vendor, cpuThere.vendor)]),
      ...(older ? [differ('older-kernel', here.release, there.release)] : []),
    ];
  },
});

type Kind =
  | 'architecture'
  | 'page-size'
  | 'cpu-flags'
  | 'cpu-extras'
  | 'no-xsave'
  | 'address-width'
  | 'shadow-stack'
  | 'kernel-option'
  | 'cpu-vendor'
  | 'older-kernel';

/** End of what four-level page tables address: 47 bits (mm.rst of the kernel's x86 documentation). */
const fourLevels = 1n << 47n;

const judgeMemoryKinds = (mappings: (Mapping & { pid: number })[], flags: string[]): Reported<Kind>[] => {
  const isHigh = ({ end, path }: Mapping): boolean => BigInt(`0x${end}`) > fourLevels && path !== '[vsyscall]';
  const high = flags.includes('la57') ? undefined : mappings.find(isHigh);
  const shadow = flags.includes('user_shstk') ? undefined : mappings.find(({ vmFlags }) => vmFlags.includes('ss'));
  const about = (kind: Kind, { pid, start }: Mapping & { pid: number }): Reported<Kind> => ({
    kind,
    subject: { kind: 'mapping', pid, path: start },
    evidence: { pid: String(pid), here: `0x${start}`, there: 'none' },
  });
  return [
    ...(high === undefined ? [] : [about('address-width', high)]),
    ...(shadow === undefined ? [] : [about('shadow-stack', shadow)]),
  ];
};

const judgeOptions = (
  tree: Parameters<typeof neededOptions>[0],
  options: Record<string, string> | undefined,
): Reported<Kind>[] =>
  neededOptions(tree).flatMap(({ option, what, pid }) =>
    options?.[option] === 'n'
      ? [
          {
            kind: 'kernel-option' as const,
            subject: { kind: 'process' as const, pid },
            evidence: { option, what, pid: String(pid) },
          },
        ]
      : [],
  );

const differ = (kind: Kind, here: string, there: string): Reported<Kind> => ({
  kind,
  subject: { kind: 'host' },
  evidence: { here, there },
});
