import {
  buildBundle,
  buildDestination,
  buildInetSocket,
  buildListener,
  buildTask,
  buildThread,
  describeRule,
} from '@godwit/test-kit';
import { type FactBundle, type HostFacts, type InetSocket, known, type Task } from '../facts/index.ts';
import { destinationPrivileges } from './destination-privileges.ts';

const rights = (capEffective: string, more: { yama?: number; host?: Partial<HostFacts> } = {}): FactBundle =>
  buildDestination({
    host: {
      privileges: known({ uid: 0, capEffective, seccompMode: 0, yamaPtraceScope: more.yama ?? 0 }),
      ...more.host,
    },
  });
const source = (socket?: InetSocket, task: Partial<Omit<Task, 'fds' | 'mappings' | 'exe' | 'cwd'>> = {}): FactBundle =>
  buildBundle({
    tree: {
      tasks: [buildTask({ capEffective: '0', ...task })],
      inetSockets: known(socket === undefined ? [] : [socket]),
    },
  });
const checkpointOnly = '0000010000000000';
const allBut = (bit: number): string => (0x1ffffffffffn & ~(1n << BigInt(bit))).toString(16).padStart(16, '0');
const timens: Partial<HostFacts> = {
  criu: known({ path: '/criu', version: '4.2.1', checkProblem: null, features: { timens: true }, tcpProbe: null }),
};

describeRule(destinationPrivileges, {
  silent: [
    { name: 'all capabilities', source: source(buildInetSocket()) },
    {
      name: 'no CAP_NET_ADMIN, and only a listener',
      source: source(buildListener()),
      destination: rights(checkpointOnly),
    },
    {
      name: 'a capability the kernel there does not know, which CRIU drops',
      source: source(undefined, { capEffective: '0000020000000000' }),
      destination: rights(allBut(63), { host: { sysctls: { 'kernel.cap_last_cap': known('40') } } }),
    },
    { name: 'no CAP_SYS_TIME where there are no time namespaces', source: source(), destination: rights(allBut(25)) },
    {
      name: 'capabilities that a task has in a user namespace of its own',
      source: buildBundle({
        tree: {
          tasks: [buildTask({ capEffective: '000001ffffffffff', namespaces: known({ user: '4026532999' }) })],
        },
      }),
      destination: rights(allBut(0)),
    },
    {
      name: 'a low port with the right to bind it',
      source: source(buildListener({ local: { address: '', port: 80 } })),
    },
  ],
  fires: [
    {
      name: 'no right to checkpoint',
      source: source(),
      destination: rights('0000000000001000'),
      finding: { id: 'destination-privileges.no-checkpoint-right', severity: 'blocker' },
    },
    {
      name: 'connections without CAP_NET_ADMIN',
      source: source(buildInetSocket()),
      destination: rights(checkpointOnly),
      finding: { id: 'destination-privileges.no-network-rights', severity: 'blocker' },
    },
    {
      name: 'tracing switched off for good',
      source: source(),
      destination: rights(allBut(63), { yama: 3 }),
      finding: { id: 'destination-privileges.tracing-forbidden', severity: 'blocker' },
    },
    {
      name: 'clocks that may not be set',
      source: source(),
      destination: rights(allBut(25), { host: timens }),
      finding: { id: 'destination-privileges.no-clock-right', severity: 'blocker' },
      criuLine: 'Error (criu/timens.c:101): Unable to set a monotonic clock offset: Operation not permitted',
    },
    {
      name: 'a capability the restorer lacks',
      source: source(undefined, { capEffective: '0000000000002000' }),
      destination: rights(allBut(13)),
      finding: {
        id: 'destination-privileges.capability-lacking',
        severity: 'blocker',
        evidence: { pid: '100', missing: 'CAP_NET_RAW' },
      },
      criuLine: 'pie: 10415: Error (criu/pie/restorer.c:347): Unable to restore capabilities: -1',
    },
    {
      name: 'another user without CAP_SETUID',
      source: source(undefined, { uids: [7, 7, 7, 7] }),
      destination: rights(allBut(7)),
      finding: { id: 'destination-privileges.no-identity-right', severity: 'blocker' },
    },
    {
      name: 'a user id that is not in the user namespace there',
      source: source(undefined, { uids: [70_000, 70_000, 70_000, 70_000] }),
      destination: rights(allBut(63), {
        host: {
          ownRights: known({
            capPermitted: allBut(63),
            capBounding: allBut(63),
            noNewPrivs: false,
            uids: [[0, 65_536]],
            gids: [[0, 65_536]],
          }),
        },
      }),
      finding: { id: 'destination-privileges.ids-unmapped', severity: 'blocker' },
    },
    {
      name: 'a low port without CAP_NET_BIND_SERVICE',
      source: source(buildListener({ local: { address: '0.0.0.0', port: 83 } })),
      destination: rights(allBut(10)),
      finding: { id: 'destination-privileges.port-forbidden', severity: 'blocker' },
      criuLine: "Error (criu/sk-inet.c:1059): inet: Can't bind inet socket (id 32): Permission denied",
    },
    {
      name: 'a real-time thread without CAP_SYS_NICE',
      source: source(undefined, { threads: [buildThread({ schedulingPolicy: 1 })] }),
      destination: rights(allBut(23)),
      finding: { id: 'destination-privileges.no-realtime-right', severity: 'blocker' },
    },
  ],
});
