import { buildBundle, buildDestination, buildFd, buildIdentity, buildTask, describeRule } from '@godwit/test-kit';
import { type Fact, type FactBundle, type FileIdentity, known, unknown } from '../facts/index.ts';
import { destinationWatches } from './destination-watches.ts';

const watching = (path: string): FactBundle => {
  const watches = [{ kind: 'inode' as const, dev: '8:1', ino: '5', path }];
  const fd = buildFd({ kind: 'anon-inode', anonInode: 'inotify', link: 'anon_inode:inotify', watches });
  return buildBundle({ tree: { tasks: [buildTask({ fds: [fd] })] } });
};
const there = (identity: Fact<FileIdentity | null>): FactBundle =>
  buildDestination({
    answers: { files: known([{ path: '/srv/in', identity, buildId: known(null), sha256: unknown('a directory') }]) },
  });

describeRule(destinationWatches, {
  silent: [
    { name: 'nothing watched' },
    { name: 'a directory that is there', source: watching('/srv/in'), destination: there(known(buildIdentity())) },
  ],
  fires: [
    {
      name: 'a directory that is missing',
      source: watching('/srv/in'),
      destination: there(known(null)),
      finding: { id: 'destination-watches.missing', severity: 'blocker' },
      criuLine: 'Error (criu/fsnotify.c:510): fsnotify: Unable to open /srv/in: No such file or directory',
    },
    {
      name: 'a directory that could not be looked at',
      source: watching('/srv/in'),
      destination: there(unknown('permission denied')),
      finding: { id: 'destination-watches.unread', severity: 'not-evaluated' },
    },
  ],
});
