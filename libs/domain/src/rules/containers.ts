import type { Container } from '../facts/index.ts';
import { defineRule, type Reported } from './rule.ts';

export const containers = defineRule({
  id: 'containers',
  title: 'Containers that their runtime dumps and restores',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['container'],
  couldBlock: true,
  findings: {
    'no-checkpoint': {
      severity: 'blocker',
      message:
        'The container {name} runs under {runtime}, through which nothing was dumped yet: the crun of Debian 12 was built without CRIU and has no command for it.',
      noticed: 'before-freeze',
      criuError: null,
      remedies: [{ text: 'Run the container with runc.' }],
    },
    'no-configuration': {
      severity: 'blocker',
      message:
        'Where the config.json of the container {name} lies is not known, and without it nobody can restore the container.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Start the container again with a bundle directory.' }],
    },
    'systemd-cgroup': {
      severity: 'blocker',
      message: 'The cgroup of the container {name} is made by systemd, and moving such a container was not tried.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Start the container without --systemd-cgroup.' }],
    },
    terminal: {
      severity: 'blocker',
      message:
        'The container {name} has a terminal, whose other end a program on this host holds. A restored container would wait for somebody to take that end.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Start the container without a terminal ("terminal": false in its config.json).' }],
    },
    'exec-session': {
      severity: 'caution',
      message:
        'Process {pid} ({comm}) was started in the container {name} from outside. It is not below the first process of the container, is not in the dump, and ends with it.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Wait until it has ended.' }],
    },
  },
  evaluate: ({ container }, { purpose }) =>
    container === null ? [] : [...judgeContainer(container, purpose !== 'dump'), ...judgeOutsiders(container)],
});

type Kind = 'no-checkpoint' | 'no-configuration' | 'systemd-cgroup' | 'terminal' | 'exec-session';

const judgeContainer = (container: Container, isRestored: boolean): Reported<Kind>[] => {
  const { runtime, name, bundle, systemdCgroup, hasTerminal } = container;
  const wrong: [boolean, Kind][] = [
    [runtime === 'crun', 'no-checkpoint'],
    [bundle === null, 'no-configuration'],
    [systemdCgroup, 'systemd-cgroup'],
    [hasTerminal && isRestored, 'terminal'],
  ];
  return wrong
    .filter(([isSo]) => isSo)
    .map(([, kind]) => ({ kind, subject: { kind: 'process' }, evidence: { name, runtime } }));
};

const judgeOutsiders = ({ name, outsiders }: Container): Reported<Kind>[] =>
  outsiders.map(({ pid, comm }) => ({
    kind: 'exec-session',
    subject: { kind: 'process', pid },
    evidence: { name, pid: String(pid), comm },
  }));
