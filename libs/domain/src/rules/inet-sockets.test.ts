import { buildBundle, buildInetSocket, buildListener, buildOtherSocket, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, type InetSocket, known } from '../facts/index.ts';
import { inetSockets } from './inet-sockets.ts';

type Criu = Extract<HostFacts['criu'], { known: true }>['value'];
const unproved: Criu = { path: '/usr/sbin/criu', version: '4.1.1', checkProblem: null, features: {}, tcpProbe: null };

const judged = (sockets: InetSocket[], criu: Partial<Criu> = {}, release = '6.18.0'): FactBundle =>
  buildBundle({
    host: { criu: known({ ...unproved, ...criu }), kernel: known({ release, version: '', architecture: 'x86_64' }) },
    tree: { inetSockets: known(sockets) },
  });
const udp = (changes: Partial<InetSocket> = {}): InetSocket =>
  buildInetSocket({ protocol: 17, state: 'close', remote: { address: '0.0.0.0', port: 0 }, ...changes });
const gapLine = "Error (criu/sockets.c:528): sockets: Can't get 1:16 opt: Operation not supported";

describeRule(inetSockets, {
  silent: [
    { name: 'old CRIU on a new kernel, but no internet socket', source: judged([]) },
    { name: 'CRIU 4.2 on a new kernel', source: judged([buildListener()], { version: '4.2' }) },
    { name: 'old CRIU on an old kernel', source: judged([buildListener()], {}, '6.15.9-amd64') },
    {
      name: 'a probe passed, whatever the versions say',
      source: judged([buildListener()], { tcpProbe: { passed: true, detail: '' } }),
    },
    { name: 'UDP-Lite and ICMP', source: judged([udp({ protocol: 136 }), udp({ protocol: 1 })], { version: '4.2.1' }) },
    {
      name: 'unread data on a TCP connection',
      source: judged([buildInetSocket({ receiveQueueBytes: 90 })], { version: '4.2' }),
    },
  ],
  fires: [
    {
      name: 'CRIU 4.1.1 on kernel 6.16',
      source: judged([buildListener(), buildListener({ inode: '9' })], {}, '6.16.1'),
      finding: { id: 'inet-sockets.kernel-gap', severity: 'blocker' },
      criuLine: gapLine,
    },
    {
      name: 'a fresh socket that is in no table yet meets the same gap',
      source: buildBundle({
        host: { criu: known(unproved) },
        tree: { otherSockets: known([buildOtherSocket({ family: 'TCPv6', listed: false, details: {} })]) },
      }),
      finding: { id: 'inet-sockets.kernel-gap' },
    },
    {
      name: 'a probe failed although the versions look well',
      source: judged([buildListener()], { version: '4.2.1', tcpProbe: { passed: false, detail: 'exit 1' } }),
      finding: { id: 'inet-sockets.kernel-gap' },
    },
    {
      name: 'MPTCP',
      source: judged([buildListener({ protocol: 262 })], { version: '4.2.1' }),
      finding: { id: 'inet-sockets.protocol' },
      criuLine: 'Error (criu/sk-inet.c:137): inet: Unsupported proto 262 for socket 4730',
    },
    {
      name: 'a corked datagram socket',
      source: judged([udp({ sendQueueBytes: 768 })], { version: '4.2.1' }),
      finding: { id: 'inet-sockets.corked', severity: 'blocker' },
      criuLine: "Error (criu/sk-inet.c:504): inet: Can't dump corked dgram socket 4794",
    },
    {
      name: 'unread datagrams',
      source: judged([udp({ receiveQueueBytes: 768 })], { version: '4.2.1' }),
      finding: { id: 'inet-sockets.unread-datagrams', severity: 'caution' },
      criuLine: 'Warn  (criu/sk-inet.c:161): inet: Read queue is dropped for socket 50a5',
    },
  ],
});
