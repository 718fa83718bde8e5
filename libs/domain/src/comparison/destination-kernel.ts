import { defineRule, type Reported } from '../rules/rule.ts';
import { compareVersions } from '../rules/version-order.ts';
import { instructionFlags } from './instruction-flags.ts';

export const destinationKernel = defineRule({
  id: 'destination-kernel',
  title: 'Kernel and processor of the destination',
  appliesTo: ['move'],
  needs: ['kernel', 'pageSizeBytes', 'cpu', 'destination.kernel', 'destination.pageSizeBytes', 'destination.cpu'],
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
        'The processor of the destination lacks {there}. Programs choose their instructions when they start; CRIU does not compare, and the copy may be killed by SIGILL.',
      noticed: 'never',
      criuError: null,
      remedies: [
        {
          text: 'Choose a destination with the same or a newer processor, or give both virtual machines the same CPU model.',
        },
        { text: 'Start the program with these instructions switched off (GLIBC_TUNABLES=glibc.cpu.hwcaps=...).' },
      ],
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
    const lacking = instructionFlags(cpuHere.flags).filter((flag) => !cpuThere.flags.includes(flag));
    const [pageHere, pageThere] = [facts.pageSizeBytes, facts['destination.pageSizeBytes']];
    const older = compareVersions(there.release, here.release, 2) < 0;
    return [
      ...(pageHere === pageThere ? [] : [differ('page-size', String(pageHere), String(pageThere))]),
      ...(lacking.length === 0 ? [] : [differ('cpu-flags', cpuHere.model, lacking.join(', '))]),
      ...(cpuHere.vendor === cpuThere.vendor ? [] : [differ('cpu-vendor', cpuHere.vendor, cpuThere.vendor)]),
      ...(older ? [differ('older-kernel', here.release, there.release)] : []),
    ];
  },
});

type Kind = 'architecture' | 'page-size' | 'cpu-flags' | 'cpu-vendor' | 'older-kernel';

const differ = (kind: Kind, here: string, there: string): Reported<Kind> => ({
  kind,
  subject: { kind: 'host' },
  evidence: { here, there },
});
