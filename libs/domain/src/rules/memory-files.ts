import type { HostDetails } from '../facts/index.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

export const memoryFiles = defineRule({
  id: 'memory-files',
  title: 'Files in huge pages of memory',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds', 'details'],
  couldBlock: true,
  findings: {
    'huge-pages': {
      severity: 'blocker',
      message:
        'Descriptor {fd} of process {pid} is memory in huge pages of {bytes} bytes, and this host has none of them free. CRIU then does not recognise such memory.',
      noticed: 'frozen',
      criuError: "Can't lookup mount=\\d+ for fd=",
      remedies: [{ text: 'Allow one more huge page than the program uses (vm.nr_hugepages), then look again.' }],
    },
    'huge-pages-unknown': {
      severity: 'not-evaluated',
      message:
        'Descriptor {fd} of process {pid} is memory in huge pages of {bytes} bytes, and whether this host has one free could not be read. CRIU recognises such memory only then.',
      noticed: 'frozen',
      criuError: "Can't lookup mount=\\d+ for fd=",
      remedies: [{ text: 'Look again with a bundle that tells the huge pages of the host.' }],
    },
  },
  evaluate: ({ fds, details }) => fds.flatMap((open) => judgeFile(open, details) ?? []),
});

type Open = FactValues['fds'][number];
type Kind = 'huge-pages' | 'huge-pages-unknown';

const report = (kind: Kind, { pid, fd, link, mountId, inode, identity }: Open): Reported<Kind> => ({
  kind,
  subject: { kind: 'fd', pid, fd, path: link },
  evidence: {
    pid: String(pid),
    fd: String(fd),
    path: identity?.path ?? link,
    mount: String(mountId),
    inode,
    bytes: String(identity?.blockBytes ?? 0),
  },
});

/** The smallest huge page; ordinary memory files have blocks of one page. */
const smallestHugePage = 64 * 1024;

const judgeFile = (open: Open, details: HostDetails): Reported<Kind> | null => {
  if (open.kind !== 'memfd') return null;
  const pageBytes = open.identity?.blockBytes ?? 0;
  if (pageBytes <= smallestHugePage) return null;
  const pools = details.hugepages;
  if (pools === undefined || !pools.known) return report('huge-pages-unknown', open);
  const free = pools.value.find((pool) => pool.pageBytes === pageBytes)?.free ?? 0;
  return free > 0 ? null : report('huge-pages', open);
};
