import { formatEndpoint, groupByOwner, isConnection, isOver } from './connection-states.ts';
import { defineRule } from './rule.ts';

export const tcpConnections = defineRule({
  id: 'tcp-connections',
  title: 'TCP connections',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['inetSockets', 'otherSockets'],
  couldBlock: true,
  findings: {
    connected: {
      severity: 'needs-option',
      message:
        'Process {pid} has TCP connections ({count} in all), for example {example}. CRIU keeps connections, half-closed ones too, only when told to.',
      noticed: 'frozen',
      criuError: 'Connected TCP socket, consider using --tcp-established option',
      remedies: [
        {
          text: 'Keep the connections: dump and restore with --tcp-established.',
          options: { dump: ['--tcp-established'], restore: ['--tcp-established'] },
        },
        {
          text: 'Give the connections up: dump and restore with --tcp-close; the program finds them closed.',
          options: { dump: ['--tcp-close'], restore: ['--tcp-close'] },
        },
      ],
    },
    'was-connected': {
      severity: 'needs-option',
      message:
        'Process {pid} keeps a TCP socket whose connection to {peer} is over. The dump passes, and CRIU takes the socket for a connection at restore.',
      noticed: 'restore',
      criuError: 'Connected TCP socket in image',
      remedies: [
        {
          text: 'Restore with --tcp-established, or with --tcp-close.',
          options: { dump: [], restore: ['--tcp-established'] },
        },
        { text: 'Let the program close the socket.' },
      ],
    },
    pending: {
      severity: 'needs-option',
      message:
        'Connections wait to be accepted on {listener} of process {pid} ({count} in all). CRIU cannot save them; their clients will have to connect again.',
      noticed: 'frozen',
      criuError: 'In-flight connection \\(l\\) for',
      remedies: [
        {
          text: 'Look again a moment later: a program that accepts its connections empties the queue by itself.',
        },
        {
          text: 'Leave the waiting connections behind with --skip-in-flight.',
          options: { dump: ['--skip-in-flight'], restore: [] },
        },
      ],
    },
  },
  evaluate: ({ inetSockets, otherSockets }, { purpose }) => {
    const connections = [...groupByOwner(inetSockets.filter(isConnection))].map(([pid, sockets]) => ({
      kind: 'connected' as const,
      subject: { kind: 'socket' as const, pid },
      evidence: { pid: String(pid), count: String(sockets.length), ...describe(sockets[0]) },
    }));
    const listeners = inetSockets.filter(({ pendingConnections }) => (pendingConnections ?? 0) > 0);
    const pending = listeners.map((socket) => ({
      kind: 'pending' as const,
      subject: { kind: 'socket' as const, pid: Math.min(...socket.pids) },
      evidence: {
        pid: String(Math.min(...socket.pids)),
        count: String(socket.pendingConnections),
        listener: formatEndpoint(socket.local),
      },
    }));
    const over = purpose === 'dump' ? [] : otherSockets.filter(isOver);
    const kept = [...groupByOwner(over)].map(([pid, [first]]) => ({
      kind: 'was-connected' as const,
      subject: { kind: 'socket' as const, pid },
      evidence: { pid: String(pid), peer: first?.details.peer ?? '' },
    }));
    return [...connections, ...pending, ...kept];
  },
});

type Socket = Parameters<typeof isConnection>[0];

const describe = (socket: Socket | undefined): Record<string, string> =>
  socket === undefined
    ? {}
    : { example: `${formatEndpoint(socket.local)} to ${formatEndpoint(socket.remote)}, ${socket.state}` };
