import { buildBundle, buildDestination, buildInetSocket, buildListener, describeRule } from '@godwit/test-kit';
import { type FactBundle, type InetSocket, known } from '../facts/index.ts';
import { destinationAddresses } from './destination-addresses.ts';

const bound = (address: string, changes: Partial<InetSocket> = {}): InetSocket =>
  buildListener({ local: { address, port: 80 }, ...changes });
const source = (...sockets: InetSocket[]): FactBundle => buildBundle({ tree: { inetSockets: known(sockets) } });

describeRule(destinationAddresses, {
  silent: [
    {
      name: 'wildcards and loopback',
      source: source(
        ...['0.0.0.0', '::', '127.0.0.1', '::1', '::ffff:127.0.0.1', '::ffff:0.0.0.0'].map((each) => bound(each)),
      ),
    },
    {
      name: 'an address the destination has too',
      source: source(bound('10.0.0.5')),
      destination: buildDestination({ answers: { addressesPresent: known(['10.0.0.5']) } }),
    },
    {
      name: 'the service address, which moves along',
      source: source(bound('::ffff:10.0.0.5')),
      serviceAddress: '10.0.0.5',
    },
  ],
  fires: [
    {
      name: 'an address only this host has, told once with the number of sockets',
      source: source(bound('10.0.0.1'), buildInetSocket()),
      serviceAddress: '10.0.0.5',
      finding: {
        id: 'destination-addresses.absent',
        severity: 'blocker',
        subject: { kind: 'address', pid: 100, path: '10.0.0.1' },
        evidence: { address: '10.0.0.1', pid: '100', count: '2' },
      },
    },
  ],
});
