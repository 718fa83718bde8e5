import {
  buildAnswers,
  buildBundle,
  buildDestination,
  buildIdentity,
  buildUnixSocket,
  describeRule,
} from '@godwit/test-kit';
import { type Answers, type Fact, type FactBundle, type FileIdentity, known, unknown } from '../facts/index.ts';
import { destinationSockets } from './destination-sockets.ts';

const bound = (name: string): FactBundle =>
  buildBundle({ tree: { unixSockets: known([buildUnixSocket({ state: 'listen', name, peerInode: null })]) } });
type Found = Extract<NonNullable<Answers['unixNamesFound']>, { known: true }>['value'][number];
const there = (identity: Fact<FileIdentity | null>, names: Partial<Found>[] = [], readOnly = false): FactBundle =>
  buildDestination({
    answers: {
      unixNamesFound: known(
        names.map((one) => ({
          name: '/run/counter/socket',
          found: 'bound',
          type: 'stream',
          owner: 'web (pid 7)',
          ...one,
        })),
      ),
      files: known([
        {
          path: '/run/counter',
          identity,
          buildId: known(null),
          sha256: unknown('a directory'),
          mount: known({ mountPoint: '/run', readOnly, noexec: false }),
        },
      ]),
    },
  });
const directory = known(buildIdentity({ path: '/run/counter', kind: 'directory' }));

const sending = buildBundle({
  tree: {
    unixSockets: known([buildUnixSocket({ type: 'dgram', peerInTree: false, peerInode: '9', peerName: '/dev/log' })]),
  },
});
const { unixNamesFound: _, ...withoutAnswer } = buildAnswers();

describeRule(destinationSockets, {
  silent: [
    { name: 'a directory that is there', source: bound('/run/counter/socket'), destination: there(directory) },
    { name: 'an abstract name', source: bound('@counter') },
    {
      name: 'an accepted connection, which repeats the name of a listener and binds nothing',
      source: buildBundle({
        tree: { unixSockets: known([buildUnixSocket({ state: 'established', name: '/run/counter/socket' })]) },
      }),
      destination: there(known(null)),
    },
    {
      name: 'a left-over socket, which CRIU removes',
      source: bound('/run/counter/socket'),
      destination: there(directory, [{ found: 'stale', type: null, owner: null }]),
    },
    {
      name: 'a receiver that is there',
      source: sending,
      destination: there(directory, [{ name: '/dev/log', type: 'dgram' }]),
    },
  ],
  fires: [
    {
      name: 'a directory on a read-only mount',
      source: bound('/run/counter/socket'),
      destination: there(directory, [], true),
      finding: {
        id: 'destination-sockets.directory-read-only',
        severity: 'blocker',
        evidence: { path: '/run/counter/socket', directory: '/run/counter', mountPoint: '/run' },
      },
    },
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
      name: 'a file of another kind in its place',
      source: bound('/run/counter/socket'),
      destination: there(directory, [{ found: 'other', type: null, owner: null }]),
      finding: { id: 'destination-sockets.path-occupied', severity: 'blocker' },
      criuLine: "Error (criu/sk-unix.c:1651): unix: Can't bind id 0x20 ino 5102180 addr /run/x: Address already in use",
    },
    {
      name: 'an abstract name somebody has',
      source: bound('@counter'),
      destination: there(directory, [{ name: '@counter' }]),
      finding: { id: 'destination-sockets.name-taken', severity: 'blocker' },
    },
    {
      name: 'a path on which somebody listens',
      source: bound('/run/counter/socket'),
      destination: there(directory, [{}]),
      finding: { id: 'destination-sockets.path-overtaken', severity: 'caution' },
    },
    {
      name: 'a receiver that is missing',
      source: sending,
      destination: there(directory, [{ name: '/dev/log', found: 'nothing', type: null, owner: null }]),
      finding: { id: 'destination-sockets.peer-missing', severity: 'blocker' },
      criuLine: "Error (criu/sk-unix.c:1406): unix: Can't connect 5206498 socket: No such file or directory",
    },
    {
      name: 'names that were not looked for',
      source: bound('@counter'),
      destination: { ...buildDestination(), answers: withoutAnswer },
      finding: { id: 'destination-sockets.names-unread', severity: 'not-evaluated' },
    },
    {
      name: 'a directory nobody asked about',
      source: bound('/run/counter/socket'),
      finding: { id: 'destination-sockets.unread' },
    },
  ],
});
