import {
  buildBundle,
  buildDestination,
  buildHost,
  buildInetSocket,
  buildListener,
  describeRule,
} from '@godwit/test-kit';
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
      name: 'an IPv6 listener on an address only this host has',
      source: source(bound('fd00::2', { family: 'ipv6' })),
      finding: {
        id: 'destination-addresses.nobody-there',
        severity: 'caution',
        evidence: { address: 'fd00::2', pid: '100', count: '1', because: 'as it does with every IPv6 socket' },
      },
    },
    {
      name: 'an IPv6 connection from an address only this host has',
      source: source(buildInetSocket({ family: 'ipv6', local: { address: 'fd00::2', port: 80 } })),
      finding: { id: 'destination-addresses.absent', severity: 'blocker' },
    },
    {
      name: 'an address only this host has, where the kernel lets anybody bind it',
      source: source(bound('10.0.0.1')),
      destination: buildDestination({ host: buildHost({ sysctls: { 'net.ipv4.ip_nonlocal_bind': known('1') } }) }),
      finding: { id: 'destination-addresses.nobody-there', severity: 'caution' },
    },
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
