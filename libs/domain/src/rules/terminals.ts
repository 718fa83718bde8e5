import { judgeOwnTerminals } from './controlling-terminals.ts';
import { isPtySlave, ptyIndex } from './device-number.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type JudgeContext, type Reported } from './rule.ts';

const slaveOnly =
  'Found slave peer index \\d+ without correspond master peer|Found dangling tty|attached to shell terminal';
const inherited = 'ctty inheritance detected';

export const terminals = defineRule({
  id: 'terminals',
  title: 'Terminals',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds', 'tasks'],
  couldBlock: true,
  findings: {
    'outside-master': {
      severity: 'needs-option',
      message:
        'Process {pid} uses the terminal {path}, whose other end (the terminal window, ssh, tmux) is not in the tree. As a shell job it can be dumped; at restore it takes over the terminal that CRIU is started in.',
      noticed: 'after-pages',
      criuError: slaveOnly,
      remedies: [
        {
          text: 'Dump with --shell-job, and restore with it from a terminal.',
          options: { dump: ['--shell-job'], restore: ['--shell-job'] },
        },
        { text: 'Start the program detached: `setsid PROGRAM </dev/null >FILE 2>&1`, or as a service.' },
      ],
    },
    'left-behind': {
      severity: 'blocker',
      message:
        'Process {pid} uses the terminal {path}, whose other end stays on this host. On the destination nothing would take its place.',
      noticed: 'restore',
      criuError: `${slaveOnly}|Don't have tty to inherit session from`,
      remedies: [{ text: 'Start the program detached: `setsid PROGRAM </dev/null >FILE 2>&1`, or as a service.' }],
    },
    several: {
      severity: 'blocker',
      message:
        'The tree uses {count} terminals whose other ends are outside of it: {path}. CRIU can hand over only one.',
      noticed: 'after-pages',
      criuError: `${slaveOnly}|Only one slave external peer is allowed`,
      remedies: [{ text: 'Redirect the streams of the processes until at most one outside terminal is left.' }],
    },
    'controlling-alias': {
      severity: 'blocker',
      message:
        'Process {pid} has its controlling terminal open as {path} (descriptor {fd}), and {why}. CRIU then cannot tell which terminal that is.',
      noticed: 'after-pages',
      criuError: inherited,
      remedies: [{ text: 'Let the program close /dev/tty, or start it detached.' }],
    },
    'controlling-alias-lost': {
      severity: 'blocker',
      message:
        'Process {pid} has its controlling terminal open as {path} (descriptor {fd}). The terminal stays outside while the session moves along, so at restore nothing answers under that name.',
      noticed: 'after-pages',
      criuError: `${slaveOnly}|Can't open file dev/tty on restore: No such device or address`,
      remedies: [{ text: 'Let the program close /dev/tty, or start it detached.' }],
    },
    'path-only': {
      severity: 'blocker',
      message:
        'Process {pid} has the terminal {path} open only as a path (O_PATH, descriptor {fd}). The dump passes, and the restore fails on it.',
      noticed: 'restore',
      criuError: "tty: Can't setup uid \\d+ gid \\d+ on ",
      remedies: [{ text: 'Let the program close the descriptor before the dump.' }],
    },
  },
  evaluate: ({ fds, tasks }, context) => {
    const masters = new Set(fds.flatMap(masterIndex));
    const slaves = fds.filter(isLivingSlave);
    const outside = slaves.filter(({ identity }) => !masters.has(ptyIndex(identity?.rdev ?? '')));
    const outsideRdevs = new Set(outside.map(({ identity }) => identity?.rdev ?? ''));
    const own = judgeOwnTerminals(fds, tasks, { outsideRdevs, purpose: context.purpose });
    const aliases = own.map(({ kind, open, why }) => about(kind, open, { why }));
    const pathOnly = context.purpose === 'dump' ? [] : fds.filter(isPathOnly).map((open) => about('path-only', open));
    const foreign =
      outsideRdevs.size > 1
        ? [reportSeveral(outside, outsideRdevs.size)]
        : firstPerProcess(outside).map((open) => about(kindOfOutside(context), open));
    // A terminal that is lost under its other name cannot be handed over either.
    const lost = own.some(({ kind }) => kind === 'controlling-alias-lost');
    return [...(lost ? [] : foreign), ...aliases, ...pathOnly];
  },
});

type Kind = 'outside-master' | 'left-behind' | 'several' | 'controlling-alias' | 'controlling-alias-lost' | 'path-only';
type Open = FactValues['fds'][number];

/** O_PATH of open(2). */
const pathOnlyFlag = 0o10000000;

/** fdinfo of a master names the slave it belongs to. */
const masterIndex = ({ details }: Open): number[] => {
  const index = /^tty-index:\s*(\d+)/.exec(details.find((line) => line.startsWith('tty-index:')) ?? '')?.[1];
  return index === undefined ? [] : [Number(index)];
};

const isSlave = ({ identity }: Open): boolean => identity?.kind === 'character-device' && isPtySlave(identity.rdev);

const isPathOnly = (open: Open): boolean => isSlave(open) && (open.flags & pathOnlyFlag) !== 0;

/** A slave whose name is gone was hung up: its other end is closed everywhere, and CRIU makes it one again (tried). */
const isLivingSlave = (open: Open): boolean =>
  isSlave(open) && !isPathOnly(open) && open.identity?.state !== 'deleted' && open.identity?.state !== 'replaced';

const firstPerProcess = (fds: Open[]): Open[] =>
  [...new Map([...fds].reverse().map((open) => [open.pid, open])).values()].reverse();

const kindOfOutside = ({ purpose }: JudgeContext): Kind => (purpose === 'move' ? 'left-behind' : 'outside-master');

const about = (kind: Kind, { pid, fd, link }: Open, more: Record<string, string> = {}): Reported<Kind> => ({
  kind,
  subject: { kind: 'terminal', pid, fd, path: link },
  evidence: { pid: String(pid), fd: String(fd), path: link, ...more },
});

const reportSeveral = (outside: Open[], count: number): Reported<Kind> => ({
  kind: 'several',
  subject: { kind: 'terminal', pid: outside[0]?.pid, path: outside[0]?.link },
  evidence: { count: String(count), path: [...new Set(outside.map(({ link }) => link))].join(', ') },
});
