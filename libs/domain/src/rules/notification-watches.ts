import type { Watch } from '../facts/index.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type JudgeContext, type Reported } from './rule.ts';

export const notificationWatches = defineRule({
  id: 'notification-watches',
  title: 'Watches of inotify and fanotify',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds', 'cwds', 'mounts'],
  couldBlock: true,
  findings: {
    unopenable: {
      severity: 'blocker',
      message:
        'Descriptor {fd} of process {pid} watches inode {inode} on {where}, which the kernel does not open by its handle. CRIU needs that to find what is watched; overlay, proc, sysfs and devpts do not allow it.',
      noticed: 'frozen',
      criuError:
        "Can't dump that handle|Handle 0x[0-9a-f]+:0x[0-9a-f]+ cannot be opened|Unable to lookup a mount by dev",
      remedies: [
        { text: 'Let the program watch a directory on an ordinary file system, or turn its watching off.' },
        {
          text: 'By hand: dump with --force-irmap --irmap-scan-path=DIRECTORY, a directory near what is watched, where CRIU searches for the inode.',
        },
      ],
    },
    'deleted-in-memory': {
      severity: 'blocker',
      message:
        'Descriptor {fd} of process {pid} watches {path}, which was deleted. On a file system in memory CRIU finds no name to watch it by again.',
      noticed: 'frozen',
      criuError: "Can't find suitable path for handle",
      remedies: [{ text: 'Restart the program, so that it watches what exists.' }],
    },
    'kept-outside': {
      severity: 'blocker',
      message:
        'Descriptor {fd} of process {pid} watches {path}, which was deleted and which only a process outside of the tree keeps alive. The dump passes, and the restore cannot watch it again.',
      noticed: 'restore',
      criuError: 'fsnotify: Unable to open ',
      remedies: [{ text: 'Restart the program, so that it watches what exists.' }],
    },
    'unrestorable-dump': {
      severity: 'caution',
      message:
        'Descriptor {fd} of process {pid} watches {path}, which was deleted and which only a process outside of the tree keeps alive. The dump passes, but it cannot be restored.',
      noticed: 'restore',
      criuError: 'fsnotify: Unable to open ',
      remedies: [{ text: 'Restart the program, so that it watches what exists.' }],
    },
    'gone-mount': {
      severity: 'blocker',
      message:
        'Descriptor {fd} of process {pid} watches a whole mount (number {mount}) that is not among the mounts of the tree.',
      noticed: 'frozen',
      criuError: "Can't find mnt_id 0x",
      remedies: [{ text: 'Restart the program, or let it watch a directory instead of the mount.' }],
    },
    'whole-filesystem': {
      severity: 'caution',
      message:
        'Descriptor {fd} of process {pid} watches a whole file system by fanotify. CRIU does not save such a mark: the restored program gets no events from it.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Restart the program after the restore.' }],
    },
    'unread-events': {
      severity: 'caution',
      message:
        'Descriptor {fd} of process {pid} holds {bytes} bytes of events the program did not read yet. CRIU drops them.',
      noticed: 'frozen',
      criuError: 'notify events will be dropped',
      remedies: [{ text: 'Look again a moment later, when the program has read its events.' }],
    },
    untried: {
      severity: 'not-evaluated',
      message:
        'Descriptor {fd} of process {pid} watches files, and whether the kernel opens them by their handles could not be tried.',
      noticed: 'frozen',
      criuError: "Can't dump that handle",
      remedies: [{ text: 'Look again as root with the full agent, whose native part tries it.' }],
    },
  },
  evaluate: ({ fds, cwds, mounts }, { purpose }) => {
    const held = new Set([...fds.flatMap(({ identity }) => identity ?? []), ...cwds].map(inodeKey));
    const context = { held, mounts, purpose };
    return fds.flatMap((open) => judgeDescriptor(open, context));
  },
});

type Open = FactValues['fds'][number];
type Kind =
  | 'unopenable'
  | 'deleted-in-memory'
  | 'kept-outside'
  | 'unrestorable-dump'
  | 'gone-mount'
  | 'whole-filesystem'
  | 'unread-events'
  | 'untried';

interface Context {
  held: Set<string>;
  mounts: FactValues['mounts'];
  purpose: JudgeContext['purpose'];
}

const inodeKey = ({ dev, ino }: { dev: string; ino: string }): string => `${dev} ${ino}`;

const report = (kind: Kind, { pid, fd, link }: Open, more: Record<string, string> = {}): Reported<Kind> => ({
  kind,
  subject: { kind: 'fd', pid, fd, path: link },
  evidence: { pid: String(pid), fd: String(fd), ...more },
});

/** One finding of each kind per descriptor: a program may watch thousands of directories. */
const judgeDescriptor = (open: Open, context: Context): Reported<Kind>[] => {
  const found = new Map<Kind, Reported<Kind>>();
  for (const watch of open.watches ?? []) {
    const reported = judgeWatch(open, watch, context);
    if (reported !== null && !found.has(reported.kind)) found.set(reported.kind, reported);
  }
  const unread = open.watches === undefined ? 0 : (open.unreadBytes ?? 0);
  return [...found.values(), ...(unread > 0 ? [report('unread-events', open, { bytes: String(unread) })] : [])];
};

const judgeWatch = (open: Open, watch: Watch, context: Context): Reported<Kind> | null => {
  const { mounts } = context;
  if (watch.kind === 'filesystem') return report('whole-filesystem', open);
  if (watch.kind === 'mount') {
    const seen = mounts.some(({ mountId }) => String(mountId) === watch.dev);
    return seen ? null : report('gone-mount', open, { mount: watch.dev });
  }
  const mount = mounts.find(({ dev }) => dev === watch.dev);
  if (watch.openable === undefined) {
    const certain = opensHandles.has(mount?.filesystem ?? '') || !isFirst(open, watch);
    return certain ? null : report('untried', open);
  }
  if (!watch.openable) return report('unopenable', open, { inode: watch.ino, where: describeMount(mount, watch) });
  return judgeDeleted(open, watch, mount?.filesystem, context);
};

/** Only a descriptor of which nothing was tried is unknown; the rest of a long list is like its beginning. */
const isFirst = ({ watches }: Open, watch: Watch): boolean => watches?.find(({ kind }) => kind === 'inode') === watch;

const describeMount = (mount: FactValues['mounts'][number] | undefined, { dev }: Watch): string =>
  mount === undefined ? `device ${dev}, which is not mounted here` : `${mount.mountPoint} (${mount.filesystem})`;

/** File systems on disk and in memory that open their inodes by handle, where nothing could be tried. */
const opensHandles = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'tmpfs', 'devtmpfs']);

const inMemory = new Set(['tmpfs', 'devtmpfs']);

const judgeDeleted = (
  open: Open,
  watch: Watch,
  filesystem: string | undefined,
  { held, purpose }: Context,
): Reported<Kind> | null => {
  const { path = '' } = watch;
  if (!path.endsWith(' (deleted)')) return null;
  const evidence = { path: path.slice(0, -' (deleted)'.length), inode: watch.ino };
  if (inMemory.has(filesystem ?? '')) return report('deleted-in-memory', open, evidence);
  if (held.has(inodeKey(watch))) return null;
  return report(purpose === 'dump' ? 'unrestorable-dump' : 'kept-outside', open, evidence);
};
