import {
  buildBundle,
  buildInetSocket,
  buildListener,
  buildMatrix,
  buildOtherSocket,
  describeRule,
} from '@godwit/test-kit';
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
/** On a host whose versions look well, and whose probes said this. */
const probed = (outcomes: Parameters<typeof buildMatrix>[0], sockets: InetSocket[]): FactBundle =>
  buildBundle({ host: { capabilityMatrix: known(buildMatrix(outcomes)) }, tree: { inetSockets: known(sockets) } });
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
    {
      name: 'a probe with a plain socket was carried, whatever an earlier one said',
      source: probed({ udp: 'works', 'tcp-listener': 'dump-refused' }, [buildListener()]),
    },
    {
      name: 'MPTCP on a host that was seen to carry it',
      source: probed({ mptcp: 'works' }, [buildListener({ protocol: 262 })]),
    },
    { name: 'UDP-Lite and ICMP', source: judged([udp({ protocol: 136 }), udp({ protocol: 1 })], { version: '4.2.1' }) },
    {
      name: 'unread data on a TCP connection',
      source: judged([buildInetSocket({ receiveQueueBytes: 90 })], { version: '4.2' }),
    },
    {
      name: 'a raw socket with the number of a protocol CRIU does not know',
      source: judged([udp({ protocol: 132, type: 'raw' })], { version: '4.2.1' }),
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
      name: 'a packet socket meets the same gap',
      source: buildBundle({
        host: { criu: known(unproved) },
        tree: { otherSockets: known([buildOtherSocket({ family: 'packet', listed: true, details: {} })]) },
      }),
      finding: { id: 'inet-sockets.kernel-gap' },
    },
    {
      name: 'an option that is not saved',
      source: judged([buildListener({ unsavedOptions: ['TCP_FASTOPEN'] })], { version: '4.2.1' }),
      finding: { id: 'inet-sockets.lost-settings', evidence: { pid: '100', settings: 'TCP_FASTOPEN at 0.0.0.0:7000' } },
    },
    {
      name: 'a probe failed although the versions look well',
      source: judged([buildListener()], { version: '4.2.1', tcpProbe: { passed: false, detail: 'exit 1' } }),
      finding: { id: 'inet-sockets.kernel-gap' },
    },
    {
      name: 'every probe with a plain socket was refused, although the versions look well',
      source: probed({ 'tcp-listener': 'dump-refused', udp: 'dump-refused' }, [buildListener()]),
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
    {
      name: 'an address that means one link only',
      source: judged([udp({ family: 'ipv6', local: { address: 'ff02::fb', port: 5353 } })], { version: '4.2.1' }),
      finding: { id: 'inet-sockets.scoped-address', severity: 'blocker', noticed: 'restore' },
      criuLine: "  6072: Error (criu/sk-inet.c:1059): inet: Can't bind inet socket (id 14): Invalid argument",
    },
    {
      name: 'a corked socket without data',
      source: judged([udp({ corked: true })], { version: '4.2.1' }),
      finding: { id: 'inet-sockets.corked' },
      criuLine: "Error (criu/sk-inet.c:504): inet: Can't dump corked dgram socket 551bc1",
    },
    {
      name: 'settings of TCP that are lost',
      source: buildBundle({
        host: { sysctls: { 'net.ipv4.tcp_congestion_control': known('bbr') } },
        tree: { inetSockets: known([buildListener({ congestion: 'reno', signed: true })]) },
      }),
      finding: {
        id: 'inet-sockets.lost-settings',
        severity: 'caution',
        evidence: { pid: '100', settings: 'MD5 signatures at 0.0.0.0:7000, congestion control reno' },
      },
    },
  ],
});
