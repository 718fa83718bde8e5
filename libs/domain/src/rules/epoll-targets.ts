import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

export const epollTargets = defineRule({
  id: 'epoll-targets',
  title: 'Targets of epoll descriptors',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds'],
  couldBlock: true,
  findings: {
    escaped: {
      severity: 'blocker',
      message:
        'The epoll descriptor {fd} of process {pid} waits for what was descriptor {target}, which that process has closed while another one keeps it open. CRIU looks for it in the same process and does not find it.',
      noticed: 'frozen',
      criuError: 'Escaped/closed fd descriptor|Dump eventpoll \\(pid: \\d+\\) failed',
      remedies: [
        { text: 'Remove a descriptor from epoll before it is closed, if a child may still hold it.' },
        { text: 'Restart the program, so that it builds its event loop again.' },
      ],
    },
  },
  evaluate: ({ fds }) => {
    const seen = new Set<string>();
    return fds.flatMap((open) => {
      const first = !seen.has(printOf(open));
      if (open.anonInode === 'eventpoll') seen.add(printOf(open));
      const [target] = open.escapedTargets ?? [];
      return target === undefined || !first ? [] : [report(open, target)];
    });
  },
});

type Open = FactValues['fds'][number];

/** A child inherits the same epoll under the same number: CRIU looks at it in the first process that has it. */
const printOf = ({ fd, details }: Open): string => `${fd} ${details.join('|')}`;

const report = ({ pid, fd, link }: Open, target: number): Reported<'escaped'> => ({
  kind: 'escaped',
  subject: { kind: 'fd', pid, fd, path: link },
  evidence: { pid: String(pid), fd: String(fd), target: String(target) },
});
