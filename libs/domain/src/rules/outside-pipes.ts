import { defineRule } from './rule.ts';

export const outsidePipes = defineRule({
  id: 'outside-pipes',
  title: 'Pipes with an end outside the tree',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds', 'outsidePipeHolders'],
  couldBlock: false,
  findings: {
    torn: {
      severity: 'caution',
      message:
        'Descriptor {fd} of process {pid} is a pipe that {holder} holds too. CRIU says nothing, but the restored pipe leads nowhere: readers see its end, writers get SIGPIPE.',
      noticed: 'never',
      criuError: null,
      remedies: [
        { text: 'Redirect the stream to a file and restart the program.' },
        { text: 'At restore by hand, give the other end with --inherit-fd fd[N]:{link}.' },
      ],
    },
  },
  evaluate: ({ fds, outsidePipeHolders }) => {
    const holders = new Map(outsidePipeHolders.map(({ inode, pid, comm }) => [inode, `${comm} (pid ${pid})`]));
    return fds.flatMap(({ pid, fd, kind, inode, link }) => {
      const holder = kind === 'pipe' ? holders.get(inode) : undefined;
      if (holder === undefined) return [];
      return [
        {
          kind: 'torn',
          subject: { kind: 'fd', pid, fd, path: link },
          evidence: { pid: String(pid), fd: String(fd), link, holder },
        },
      ];
    });
  },
});
