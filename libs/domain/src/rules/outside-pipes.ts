import type { FactValues } from './fact-values.ts';
import { defineRule } from './rule.ts';

export const outsidePipes = defineRule({
  id: 'outside-pipes',
  title: 'Pipes with an end outside the tree',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds', 'outsidePipeHolders', 'unreadHolders'],
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
    unread: {
      severity: 'caution',
      message:
        'Process {pid} has one end of {count} pipes whose other ends were not found, descriptor {fd} for one. They may be held by {unread}, whose descriptors could not be read; the restored pipes would then lead nowhere.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Look again with the right to trace every process, or redirect the stream to a file.' }],
    },
  },
  evaluate: ({ fds, outsidePipeHolders, unreadHolders }) => {
    const holders = new Map(outsidePipeHolders.map(({ inode, pid, comm }) => [inode, `${comm} (pid ${pid})`]));
    const pipes = fds.filter(({ kind }) => kind === 'pipe');
    const torn = pipes
      .filter(({ inode }) => holders.has(inode))
      .map((open) => report('torn', open, { holder: holders.get(open.inode) ?? '' }));
    if (unreadHolders.length === 0) return torn;
    const unread = describePids(unreadHolders);
    const single = singleEnds(pipes).filter(({ inode }) => !holders.has(inode));
    return [...torn, ...oncePerProcess(single).map(({ first, count }) => report('unread', first, { unread, count }))];
  },
});

type Open = FactValues['fds'][number];

const report = <K extends 'torn' | 'unread'>(kind: K, { pid, fd, link }: Open, more: Record<string, string>) => ({
  kind,
  subject: { kind: 'fd' as const, pid, fd, path: link },
  evidence: { pid: String(pid), fd: String(fd), link, ...more },
});

/** O_ACCMODE of open(2). */
const accessMode = 0o3;

/** The first descriptor of each pipe of which the tree holds only the reading or only the writing end. */
const singleEnds = (pipes: Open[]): Open[] => {
  const ends = new Map<string, { first: Open; modes: Set<number> }>();
  for (const open of pipes) {
    const kept = ends.get(open.inode) ?? { first: open, modes: new Set() };
    kept.modes.add(open.flags & accessMode);
    ends.set(open.inode, kept);
  }
  return [...ends.values()].filter(({ modes }) => modes.size === 1 && !modes.has(2)).map(({ first }) => first);
};

const oncePerProcess = (pipes: Open[]): { first: Open; count: string }[] => {
  const byPid = new Map<number, Open[]>();
  for (const open of pipes) byPid.set(open.pid, [...(byPid.get(open.pid) ?? []), open]);
  return [...byPid.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ first, count: String(rest.length + 1) }],
  );
};

const named = 3;

const describePids = (pids: number[]): string => {
  const first = pids.slice(0, named).map((pid) => `pid ${pid}`);
  return pids.length > named ? `${first.join(', ')} or ${pids.length - named} more` : first.join(' or ');
};
