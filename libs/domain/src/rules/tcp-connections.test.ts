import { buildBundle, buildInetSocket, buildListener, buildOtherSocket, describeRule } from '@godwit/test-kit';
import { type FactBundle, type InetSocket, known } from '../facts/index.ts';
import { tcpConnections } from './tcp-connections.ts';

const withSockets = (...sockets: InetSocket[]): FactBundle => buildBundle({ tree: { inetSockets: known(sockets) } });
const inState = (state: InetSocket['state']): FactBundle => withSockets(buildInetSocket({ state }));
const keep = { dump: ['--tcp-established'], restore: ['--tcp-established'] };
const line = 'Error (criu/sk-inet.c:200): inet: Connected TCP socket, consider using --tcp-established option.';

const half = ['fin-wait-1', 'fin-wait-2', 'close-wait', 'last-ack', 'closing', 'syn-sent'] as const;

describeRule(tcpConnections, {
  silent: [
    { name: 'no socket' },
    { name: 'a listener without waiting connections', source: withSockets(buildListener()) },
    { name: 'a closed socket', source: inState('close') },
    { name: 'a time-wait remainder', source: inState('time-wait') },
    { name: 'connected UDP', source: withSockets(buildInetSocket({ protocol: 17 })) },
    {
      name: 'a fresh socket that was never connected',
      source: buildBundle({
        tree: { otherSockets: known([buildOtherSocket({ family: 'TCP', listed: false, details: { state: '7' } })]) },
      }),
    },
  ],
  fires: [
    {
      name: 'connections of one process, told once with their number',
      source: withSockets(buildInetSocket(), buildInetSocket({ inode: '3004' }), buildListener()),
      finding: {
        id: 'tcp-connections.connected',
        severity: 'needs-option',
        evidence: { pid: '100', count: '2', example: '10.0.0.1:7000 to 10.0.0.9:51000, established' },
      },
      criuLine: line,
    },
    ...half.map((state) => ({
      name: `a connection in ${state}`,
      source: inState(state),
      finding: { id: 'tcp-connections.connected' },
      criuLine: line,
    })),
    {
      name: 'a connection over IPv6, with the option on both sides',
      source: withSockets(buildInetSocket({ family: 'ipv6', local: { address: 'fd00::1', port: 80 } })),
      finding: {
        id: 'tcp-connections.connected',
        remedies: [
          { text: 'Keep the connections: dump and restore with --tcp-established.', options: keep },
          {
            text: 'Give the connections up: dump and restore with --tcp-close; the program finds them closed.',
            options: { dump: ['--tcp-close'], restore: ['--tcp-close'] },
          },
        ],
      },
    },
    {
      name: 'connections that nobody accepted yet',
      source: withSockets(buildListener({ pendingConnections: 2 })),
      finding: {
        id: 'tcp-connections.pending',
        severity: 'needs-option',
        evidence: { pid: '100', count: '2', listener: '0.0.0.0:7000' },
      },
      criuLine: 'Error (criu/sk-inet.c:185): inet: In-flight connection (l) for 4371',
    },
    {
      name: 'a socket whose connection is over',
      source: buildBundle({
        tree: {
          otherSockets: known([
            buildOtherSocket({ family: 'TCP', listed: false, details: { peer: '10.0.0.9 port 80', state: '7' } }),
          ]),
        },
      }),
      finding: {
        id: 'tcp-connections.was-connected',
        severity: 'needs-option',
        remedies: [
          {
            text: 'Restore with --tcp-established, or with --tcp-close.',
            options: { dump: [], restore: ['--tcp-established'] },
          },
          { text: 'Let the program close the socket.', options: { dump: [], restore: [] } },
        ],
      },
      criuLine: '  6807: Error (criu/sk-inet.c:912): inet: Connected TCP socket in image',
    },
  ],
});
