import type { InetSocket, Supervisor } from '../facts/index.ts';
import { defineRule } from './rule.ts';

export const supervisors = defineRule({
  id: 'supervisors',
  title: 'Programs that start the tree again',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['supervisors', 'inetSockets'],
  couldBlock: true,
  findings: {
    restarts: {
      severity: 'blocker',
      message:
        '{name} ({supervisor}) starts this program again as soon as it ends: after a move there would be two of them. {why} {seen}',
      noticed: 'never',
      criuError: null,
      remedies: [
        { text: 'Switch the restart off for the time of the move, or start the program without its supervisor.' },
      ],
    },
    held: {
      severity: 'caution',
      message:
        '{name} ({supervisor}) starts this program again as soon as it ends; it is held for the time of the run. {why} {seen}',
      noticed: 'never',
      criuError: null,
      remedies: [
        { text: 'Start it on the destination too, if somebody shall start the program again there when it ends.' },
      ],
    },
    'port-taken': {
      severity: 'blocker',
      message:
        '{name} ({supervisor}) starts this program again as soon as the dump has ended it. The new one takes port {port}, which the restore needs. {seen}',
      noticed: 'restore',
      criuError: "Address already in use|Can't fork for \\d+: File exists",
      remedies: [{ text: 'Switch the restart off until the restore, or start the program without its supervisor.' }],
    },
    'restarts-after-dump': {
      severity: 'caution',
      message:
        '{name} ({supervisor}) starts this program again as soon as the dump has ended it: the restore then finds its ids and ports taken. {seen}',
      noticed: 'restore',
      criuError: "Can't fork for \\d+: File exists|Address already in use",
      remedies: [{ text: 'Switch the restart off until the restore, or dump with --leave-running.' }],
    },
  },
  evaluate: ({ supervisors: found, inetSockets }, { purpose }) => {
    const port = inetSockets.find(isWaited)?.local.port;
    const here = port === undefined ? 'restarts-after-dump' : 'port-taken';
    return found.map(({ kind, name, pid, evidence, hold }) => ({
      kind:
        purpose === 'move' ? (canHold(hold) ? 'held' : 'restarts') : purpose === 'dump' ? 'restarts-after-dump' : here,
      subject: pid === null ? { kind: 'process' } : { kind: 'process', pid },
      evidence: {
        name,
        supervisor: words[kind],
        seen: evidence,
        why: hold?.words ?? 'It was not looked whether a move can hold it.',
        port: String(port ?? 'none'),
      },
    }));
  },
});

const canHold = (hold: Supervisor['hold']): boolean => hold !== undefined && hold.way !== null;

/** A port the program waits on is one it will want again. */
const isWaited = ({ state }: InetSocket): boolean => state === 'listen';

const words = {
  systemd: 'systemd unit',
  'container-runtime': 'container runtime',
  'process-supervisor': 'process supervisor',
  'shell-loop': 'shell loop',
} as const;
