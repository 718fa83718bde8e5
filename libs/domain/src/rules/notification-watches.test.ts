import { buildBundle, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, type OpenFd, type Watch } from '../facts/index.ts';
import { notificationWatches } from './notification-watches.ts';

const mount = (mountId: number, dev: string, mountPoint: string, filesystem: string) => ({
  mountId,
  parentId: 1,
  dev,
  root: '/',
  mountPoint,
  options: 'rw',
  optionalFields: [],
  filesystem,
  source: 'none',
});
const mounts = known([mount(25, '8:1', '/', 'ext4'), mount(26, '0:27', '/dev/shm', 'tmpfs')]);
const inode = (changes: Partial<Watch>): Watch => ({
  kind: 'inode',
  dev: '8:1',
  ino: '77',
  openable: true,
  path: '/srv/data',
  ...changes,
});
const watching = (watches: Watch[], changes: Partial<OpenFd> = {}, others: OpenFd[] = []): FactBundle => {
  const link = 'anon_inode:inotify';
  const descriptor = buildFd({ fd: 5, kind: 'anon-inode', link, anonInode: 'inotify', watches, ...changes });
  return buildBundle({ tree: { mounts, tasks: [buildTask({ fds: [descriptor, ...others] })] } });
};
const deleted = inode({ path: '/srv/data (deleted)' });

describeRule(notificationWatches, {
  silent: [
    { name: 'a directory the kernel opens by its handle', source: watching([inode({})], { unreadBytes: 0 }) },
    { name: 'a mount of the tree', source: watching([{ kind: 'mount', dev: '25', ino: '0' }]) },
    {
      name: 'a deleted directory that the tree itself has open',
      source: watching([deleted], {}, [buildFd({ fd: 6, identity: { dev: '8:1', ino: '77', kind: 'directory' } })]),
    },
    {
      name: 'handles nobody could try, on a file system that opens them',
      source: watching([inode({ openable: undefined, path: undefined })]),
    },
    {
      name: 'the rest of a long list, of which only the beginning was tried',
      source: watching([inode({}), { kind: 'inode', dev: '8:1', ino: '78' }]),
    },
  ],
  fires: [
    {
      name: 'an inode on a file system without handles',
      source: watching([inode({ dev: '0:21', openable: false, path: undefined })]),
      finding: { id: 'notification-watches.unopenable', severity: 'blocker' },
      criuLine: "Error (criu/fsnotify.c:284): fsnotify: \tCan't dump that handle",
    },
    {
      name: 'a deleted directory in memory',
      source: watching([inode({ dev: '0:27', path: '/dev/shm/x (deleted)' })]),
      finding: { id: 'notification-watches.deleted-in-memory' },
      criuLine: "Error (criu/fsnotify.c:263): fsnotify: Can't find suitable path for handle (dev 0x1b ino 0x562): -2",
    },
    {
      name: 'a deleted directory that somebody outside keeps alive',
      source: watching([deleted]),
      finding: { id: 'notification-watches.kept-outside', noticed: 'restore' },
      criuLine: ' 28318: Error (criu/fsnotify.c:510): fsnotify: Unable to open (null): No such file or directory',
    },
    {
      name: 'the same in a dump alone, which passes',
      purpose: 'dump',
      source: watching([deleted]),
      finding: { id: 'notification-watches.unrestorable-dump', severity: 'caution' },
    },
    {
      name: 'a mount that is gone',
      source: watching([{ kind: 'mount', dev: '58', ino: '0' }]),
      finding: { id: 'notification-watches.gone-mount' },
      criuLine: "Error (criu/fsnotify.c:403): fsnotify: Can't find mnt_id 0x3a",
    },
    {
      name: 'a whole file system, a mark CRIU forgets',
      source: watching([{ kind: 'filesystem', dev: '0:27', ino: '0' }]),
      finding: { id: 'notification-watches.whole-filesystem', severity: 'caution', noticed: 'never' },
    },
    {
      name: 'events nobody read yet',
      source: watching([inode({})], { unreadBytes: 32 }),
      finding: { id: 'notification-watches.unread-events', severity: 'caution' },
      criuLine: 'Warn  (criu/fsnotify.c:325): fsnotify: The 0x00000e inotify events will be dropped',
    },
    {
      name: 'handles nobody could try',
      source: watching([inode({ dev: '0:99', openable: undefined, path: undefined })]),
      finding: { id: 'notification-watches.untried', severity: 'not-evaluated' },
    },
  ],
});
