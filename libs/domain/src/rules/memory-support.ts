import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';
import { compareVersions } from './version-order.ts';

const upgrade = (since: string) => [{ text: `Install CRIU ${since} or later.` }];

export const memorySupport = defineRule({
  id: 'memory-support',
  title: 'Kinds of memory against the version of CRIU',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['mappings', 'criu', 'kernel'],
  couldBlock: true,
  findings: {
    'huge-pages': {
      severity: 'blocker',
      message:
        'Process {pid} has huge pages (hugetlb) at {range}, which CRIU {version} cannot save; CRIU 3.17 and later can.',
      noticed: 'frozen',
      criuError: 'Unsupported mapping found|non-regular mapping',
      remedies: upgrade('3.17'),
    },
    'shadow-stack': {
      severity: 'blocker',
      message:
        'Process {pid} runs with a shadow stack of the processor (CET). CRIU {version} does not know it, and the process would crash after the restore; CRIU 4.0 and later can.',
      noticed: 'restore',
      criuError: null,
      remedies: [...upgrade('4.0'), { text: 'Start the program with GLIBC_TUNABLES=glibc.cpu.x86_shstk=off.' }],
    },
    'guard-regions': {
      severity: 'blocker',
      message:
        'Process {pid} has guard regions (MADV_GUARD_INSTALL) at {range}, which CRIU {version} on this kernel cannot tell from memory.',
      noticed: 'frozen',
      criuError: "Can't dump page|Can't vmsplice|Can't splice all pages|Bad address",
      remedies: [{ text: 'Install CRIU 4.2 or later on a kernel with guard pages in PAGEMAP_SCAN (6.16 or later).' }],
    },
    'compat-task': {
      severity: 'blocker',
      message:
        'Process {pid} is a 32-bit program, and CRIU {version} here cannot carry those: its check says that compat_cr is missing.',
      noticed: 'frozen',
      criuError: 'running in 32-bit mode|compat',
      remedies: [
        { text: 'Install a CRIU that was built with support for 32-bit tasks, on a kernel with IA32_EMULATION.' },
      ],
    },
    vast: {
      severity: 'caution',
      message:
        'Process {pid} has reserved {terabytes} TB of memory and uses little of it. Without PAGEMAP_SCAN (Linux 6.7 and CRIU 4.0) CRIU looks at every page of it while the tree is frozen, which takes minutes.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Use Linux 6.7 and CRIU 4.0 or later.' }],
    },
  },
  evaluate: ({ mappings, criu, kernel }) =>
    [...groupByProcess(mappings).values()].flatMap((own) => judgeProcess(own, criu, kernel)),
});

type Kind = 'huge-pages' | 'shadow-stack' | 'guard-regions' | 'compat-task' | 'vast';
type Seen = FactValues['mappings'][number];
type Criu = FactValues['criu'];

const terabyte = 2 ** 40;

/** 64-bit programs have at least their stack and the page [vsyscall] above 4 GiB. */
const isLow = ({ end }: Seen): boolean => Number.parseInt(end, 16) <= 2 ** 32;

const groupByProcess = (mappings: Seen[]): Map<number, Seen[]> => {
  const groups = new Map<number, Seen[]>();
  for (const mapping of mappings) {
    const group = groups.get(mapping.pid);
    if (group === undefined) groups.set(mapping.pid, [mapping]);
    else group.push(mapping);
  }
  return groups;
};

/** Each kind is told once for a process, with its first mapping. */
const judgeProcess = (own: Seen[], criu: Criu, { release }: FactValues['kernel']): Reported<Kind>[] => {
  const { version, features } = criu;
  const olderThan = (since: string): boolean => compareVersions(version, since, 2) < 0;
  const flagged = (flag: string): Seen | undefined => own.find(({ vmFlags }) => vmFlags.includes(flag));
  const report = (kind: Kind, seen: Seen | undefined, terabytes = ''): Reported<Kind>[] =>
    seen === undefined ? [] : [toReport(kind, seen, { version, terabytes })];
  const bytes = own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const scans = compareVersions(release, '6.7', 2) >= 0 && !olderThan('4.0');
  const guards = olderThan('4.2') || features.pagemap_scan_guard_pages === false;
  return [
    ...(olderThan('3.17') ? report('huge-pages', flagged('ht')) : []),
    ...(olderThan('4.0') ? report('shadow-stack', flagged('ss')) : []),
    ...(guards ? report('guard-regions', flagged('gu')) : []),
    ...(features.compat_cr === false && own.every(isLow) ? report('compat-task', own[0]) : []),
    ...(bytes > terabyte && !scans ? report('vast', own[0], String(Math.round(bytes / terabyte))) : []),
  ];
};

const toReport = (kind: Kind, { pid, start, end }: Seen, evidence: Record<string, string>): Reported<Kind> => {
  const range = `${start}-${end}`;
  return { kind, subject: { kind: 'mapping', pid, path: range }, evidence: { pid: String(pid), range, ...evidence } };
};
