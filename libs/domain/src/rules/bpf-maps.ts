import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

export const bpfMaps = defineRule({
  id: 'bpf-maps',
  title: 'BPF maps',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds', 'criu'],
  couldBlock: true,
  findings: {
    'without-libbpf': {
      severity: 'blocker',
      message:
        'Process {pid} holds a BPF map as descriptor {fd}, and CRIU {criu} was built without libbpf, which it needs to save one.',
      noticed: 'frozen',
      criuError: "Can't dump file \\d+ of that type .*bpf-map",
      remedies: [
        { text: 'Close the map, or stop the feature of the program that uses it.' },
        { text: 'Use a CRIU that was built with libbpf; Debian builds it without.' },
      ],
    },
    kind: {
      severity: 'blocker',
      message:
        'Process {pid} holds a BPF map of type {type} as descriptor {fd}. CRIU saves only hash tables (1) and arrays (2).',
      noticed: 'frozen',
      criuError: 'does not currently support dumping BPF|bpfmap',
      remedies: [{ text: 'Close the map, or stop the feature of the program that uses it.' }],
    },
    'unknown-build': {
      severity: 'not-evaluated',
      message:
        'Process {pid} holds a BPF map as descriptor {fd}. CRIU saves it only when it was built with libbpf, and how it was built could not be read.',
      noticed: 'frozen',
      criuError: "Can't dump file \\d+ of that type .*bpf-map|BPF",
      remedies: [{ text: 'Look again where the program file of CRIU can be read, or close the map.' }],
    },
  },
  evaluate: ({ fds, criu }) =>
    fds.filter(({ anonInode }) => anonInode === 'bpf-map').flatMap((open) => judgeMap(open, criu) ?? []),
});

type Kind = 'without-libbpf' | 'kind' | 'unknown-build';

/** BPF_MAP_TYPE_HASH and BPF_MAP_TYPE_ARRAY (bpfmap.c). */
const savedTypes = new Set(['1', '2']);

const judgeMap = (
  { pid, fd, link, details }: FactValues['fds'][number],
  { build, version }: FactValues['criu'],
): Reported<Kind> | null => {
  const type = /^map_type:\s*(\d+)/.exec(details.find((line) => line.startsWith('map_type:')) ?? '')?.[1] ?? 'unknown';
  const about = (kind: Kind): Reported<Kind> => ({
    kind,
    subject: { kind: 'fd', pid, fd, path: link },
    evidence: { pid: String(pid), fd: String(fd), type, criu: version },
  });
  if (build === undefined || !build.known) return about('unknown-build');
  if (!build.value.support.bpf) return about('without-libbpf');
  return savedTypes.has(type) ? null : about('kind');
};
