import { buildBundle, buildDestination, buildInetSocket, buildListener, describeRule } from '@godwit/test-kit';
import { type FactBundle, type InetSocket, known } from '../facts/index.ts';
import { destinationPrivileges } from './destination-privileges.ts';

const rights = (capEffective: string): FactBundle =>
  buildDestination({ host: { privileges: known({ uid: 0, capEffective, seccompMode: 0, yamaPtraceScope: 0 }) } });
const source = (socket: InetSocket): FactBundle => buildBundle({ tree: { inetSockets: known([socket]) } });
const checkpointOnly = '0000010000000000';

describeRule(destinationPrivileges, {
  silent: [
    { name: 'all capabilities', source: source(buildInetSocket()) },
    {
      name: 'no CAP_NET_ADMIN, and only a listener',
      source: source(buildListener()),
      destination: rights(checkpointOnly),
    },
  ],
  fires: [
    {
      name: 'no right to checkpoint',
      destination: rights('0000000000001000'),
      finding: { id: 'destination-privileges.no-checkpoint-right', severity: 'blocker' },
    },
    {
      name: 'connections without CAP_NET_ADMIN',
      source: source(buildInetSocket()),
      destination: rights(checkpointOnly),
      finding: { id: 'destination-privileges.no-network-rights', severity: 'blocker' },
    },
  ],
});
