import type { FactValues } from './fact-values.ts';
import { defineRule } from './rule.ts';

export const leftLinks = defineRule({
  id: 'left-links',
  title: 'Temporary links left by earlier dumps',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds'],
  couldBlock: true,
  findings: {
    'of-this-file': {
      severity: 'blocker',
      message:
        'Beside {path}, which process {pid} uses and which lost its name, lies {left}: a link to this very file, from an earlier dump of the same tree. CRIU numbers such links the same way every time, so the next dump finds its name taken.',
      noticed: 'frozen',
      criuError: "Can't link remap to .*: File exists",
      remedies: [{ text: 'Delete {left} in the directory of {path}, when no restore needs it any more.' }],
    },
    beside: {
      severity: 'caution',
      message:
        'Beside {path}, which process {pid} uses and which lost its name, lies {left} from a dump that failed. CRIU numbers such links the same way every time, so the next dump may find its name taken.',
      noticed: 'frozen',
      criuError: "Can't link remap to .*: File exists",
      remedies: [{ text: 'Delete files whose names begin with link_remap, when no restore needs them any more.' }],
    },
  },
  evaluate: ({ fds }) => {
    const beside = new Map(fds.filter(hasLeftLinks).map((open) => [open.inode, open]));
    return [...beside.values()].map((open) => {
      const { pid, fd, identity, link } = open;
      const own = identity?.ownLeftLinks ?? [];
      return {
        kind: own.length > 0 ? ('of-this-file' as const) : ('beside' as const),
        subject: { kind: 'file' as const, pid, fd, path: identity?.path ?? link },
        evidence: {
          pid: String(pid),
          path: identity?.path ?? link,
          left: (own.length > 0 ? own : (identity?.leftLinks ?? [])).slice(0, 3).join(', '),
        },
      };
    });
  },
});

const hasLeftLinks = ({ identity }: FactValues['fds'][number]): boolean => (identity?.leftLinks ?? []).length > 0;
