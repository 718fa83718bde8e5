import { isPtySlave } from './device-number.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type JudgeContext, type Reported } from './rule.ts';

const slaveOnly =
  'Found slave peer index \\d+ without correspond master peer|Found dangling tty|attached to shell terminal';

export const terminals = defineRule({
  id: 'terminals',
  title: 'Terminals',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds'],
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
  },
  evaluate: ({ fds }, context) => {
    const masters = new Set(fds.flatMap(masterIndex));
    const slaves = fds.filter(({ identity }) => identity?.kind === 'character-device' && isPtySlave(identity.rdev));
    const outside = slaves.filter(({ identity }) => !masters.has(slaveIndex(identity?.rdev ?? '')));
    const terminalsOutside = new Set(outside.map(({ identity }) => identity?.rdev));
    if (terminalsOutside.size > 1) return [reportSeveral(outside, terminalsOutside.size)];
    return firstPerProcess(outside).map((open) => report(open, context));
  },
});

type Kind = 'outside-master' | 'left-behind' | 'several';
type Open = FactValues['fds'][number];

/** fdinfo of a master names the slave it belongs to. */
const masterIndex = ({ details }: Open): string[] => {
  const index = /^tty-index:\s*(\d+)/.exec(details.find((line) => line.startsWith('tty-index:')) ?? '')?.[1];
  return index === undefined ? [] : [index];
};

const slaveIndex = (rdev: string): string => {
  const [major = 0, minor = 0] = rdev.split(':').map(Number);
  return String((major - 136) * 256 + minor);
};

const firstPerProcess = (fds: Open[]): Open[] =>
  [...new Map([...fds].reverse().map((open) => [open.pid, open])).values()].reverse();

const report = ({ pid, fd, link }: Open, { purpose }: JudgeContext): Reported<Kind> => ({
  kind: purpose === 'move' ? 'left-behind' : 'outside-master',
  subject: { kind: 'terminal', pid, fd, path: link },
  evidence: { pid: String(pid), fd: String(fd), path: link },
});

const reportSeveral = (outside: Open[], count: number): Reported<Kind> => ({
  kind: 'several',
  subject: { kind: 'terminal', pid: outside[0]?.pid, path: outside[0]?.link },
  evidence: { count: String(count), path: [...new Set(outside.map(({ link }) => link))].join(', ') },
});
