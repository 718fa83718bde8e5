import { buildBundle, buildListener, buildTask, buildThread, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, type InetSocket, known, type Task } from '../facts/index.ts';
import { restoreRights } from './restore-rights.ts';

const allBut = (bit: number): string => (0x1ffffffffffn & ~(1n << BigInt(bit))).toString(16).padStart(16, '0');
const tree = (
  bit: number,
  task: Partial<Omit<Task, 'fds' | 'mappings' | 'exe' | 'cwd'>> = {},
  more: { sockets?: InetSocket[]; host?: Partial<HostFacts> } = {},
): FactBundle =>
  buildBundle({
    host: {
      privileges: known({ uid: 0, capEffective: allBut(bit), seccompMode: 0, yamaPtraceScope: 0 }),
      ...more.host,
    },
    tree: { tasks: [buildTask({ capEffective: '0', ...task })], inetSockets: known(more.sockets ?? []) },
  });

describeRule(restoreRights, {
  silent: [
    { name: 'a healthy tree' },
    { name: 'no CAP_SYS_TIME where there are no time namespaces', source: tree(25) },
    { name: 'a dead task, which has no rights any more', source: tree(13, { state: 'Z', capEffective: '2000' }) },
  ],
  fires: [
    {
      name: 'clocks that may not be set',
      source: tree(
        25,
        {},
        {
          host: {
            criu: known({
              path: '/criu',
              version: '4.2',
              checkProblem: null,
              features: { timens: true },
              tcpProbe: null,
            }),
          },
        },
      ),
      finding: { id: 'restore-rights.no-clock-right', severity: 'blocker' },
    },
    {
      name: 'a capability CRIU lacks',
      source: tree(13, { capEffective: '2000' }),
      finding: { id: 'restore-rights.capability-lacking', severity: 'blocker' },
    },
    {
      name: 'another group without CAP_SETGID',
      source: tree(6, { uids: [5, 5, 5, 5] }),
      finding: { id: 'restore-rights.no-identity-right', severity: 'blocker' },
    },
    {
      name: 'a supplementary group that does not exist here',
      source: tree(
        63,
        { groups: [99_999] },
        {
          host: {
            ownRights: known({
              capPermitted: allBut(63),
              capBounding: allBut(63),
              noNewPrivs: false,
              uids: [[0, 10]],
              gids: [[0, 10]],
            }),
          },
        },
      ),
      finding: { id: 'restore-rights.ids-unmapped', severity: 'blocker' },
    },
    {
      name: 'a low port',
      source: tree(10, {}, { sockets: [buildListener({ local: { address: '0.0.0.0', port: 83 } })] }),
      finding: { id: 'restore-rights.port-forbidden', severity: 'blocker' },
    },
    {
      name: 'a real-time thread',
      source: tree(23, { threads: [buildThread({ schedulingPolicy: 2 })] }),
      finding: { id: 'restore-rights.no-realtime-right', severity: 'blocker' },
    },
  ],
});
