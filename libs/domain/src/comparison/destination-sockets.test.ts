import { buildBundle, buildDestination, buildIdentity, buildUnixSocket, describeRule } from '@godwit/test-kit';
import { type Fact, type FactBundle, type FileIdentity, known, unknown } from '../facts/index.ts';
import { destinationSockets } from './destination-sockets.ts';

const bound = (name: string): FactBundle =>
  buildBundle({ tree: { unixSockets: known([buildUnixSocket({ state: 'listen', name, peerInode: null })]) } });
const there = (identity: Fact<FileIdentity | null>): FactBundle =>
  buildDestination({
    answers: {
      files: known([{ path: '/run/counter', identity, buildId: known(null), sha256: unknown('a directory') }]),
    },
  });
const directory = known(buildIdentity({ path: '/run/counter', kind: 'directory' }));

describeRule(destinationSockets, {
  silent: [
    { name: 'a directory that is there', source: bound('/run/counter/socket'), destination: there(directory) },
    { name: 'an abstract name', source: bound('@counter') },
  ],
  fires: [
    {
      name: 'a directory that is missing',
      source: bound('/run/counter/socket'),
      destination: there(known(null)),
      finding: {
        id: 'destination-sockets.directory-missing',
        severity: 'blocker',
        subject: { kind: 'socket', pid: 100, path: '/run/counter/socket' },
      },
    },
    {
      name: 'a directory that could not be looked at',
      source: bound('/run/counter/socket'),
      destination: there(unknown('permission denied')),
      finding: { id: 'destination-sockets.unread', severity: 'not-evaluated' },
    },
    {
      name: 'a directory nobody asked about',
      source: bound('/run/counter/socket'),
      finding: { id: 'destination-sockets.unread' },
    },
  ],
});
