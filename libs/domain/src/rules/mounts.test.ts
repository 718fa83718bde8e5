import {
  buildBundle,
  buildFd,
  buildMount,
  buildMountNamespace,
  buildRootMount,
  buildTask,
  describeRule,
  hostNamespaces,
} from '@godwit/test-kit';
import { type FactBundle, known, type MountNamespace, type NamespaceMount } from '../facts/index.ts';
import { mounts } from './mounts.ts';

const task = (changes: Parameters<typeof buildTask>[0] = {}) =>
  buildTask({ namespaces: known({ ...hostNamespaces, mnt: '4026539001' }), ...changes });

const inside = (namespace: MountNamespace, more: Parameters<typeof buildBundle>[0] = {}): FactBundle =>
  buildBundle({ ...more, tree: { tasks: [task()], mountNamespaces: known([namespace]), ...more.tree } });

/** A namespace whose root needs nothing said, so that a case holds one finding. */
const quiet = (list: NamespaceMount[], more?: Parameters<typeof buildBundle>[0]): FactBundle =>
  inside(buildMountNamespace(list, { mounts: known(list) }), more);

const child = (changes: Partial<NamespaceMount>) => buildMount({ parentId: 60, mountId: 61, ...changes });

describeRule(mounts, {
  silent: [
    { name: 'the mounts of the host' },
    {
      name: 'a tmpfs of its own, a bind of it and a bind of the root, below an external root',
      source: quiet([
        buildMount(),
        child({ root: '/sub', mountPoint: '/data/sub' }),
        child({ mountId: 62, filesystem: 'proc', mountPoint: '/proc', dev: '0:91' }),
      ]),
    },
  ],
  fires: [
    {
      name: 'mounts of its own on the root of the host',
      source: inside(buildMountNamespace()),
      finding: {
        id: 'mounts.root-needed',
        severity: 'needs-option',
        remedies: [
          {
            text: 'Restore with --root=/, which leads to the root directory of the tree.',
            options: { dump: [], restore: ['--root=/'] },
          },
        ],
      },
      criuLine: '(00.046030)  22132: Error (criu/mount.c:48): mnt: BUG at criu/mount.c:48',
    },
    {
      name: 'a root that only the tree sees',
      source: inside(buildMountNamespace([], { mounts: known([buildRootMount({ hostPath: null })]) })),
      finding: { id: 'mounts.root-nowhere', severity: 'blocker' },
    },
    {
      name: 'a crowded root in a user namespace',
      source: inside(buildMountNamespace([], { mounts: known([buildRootMount({ crowded: true })]) }), {
        tree: { tasks: [task({ namespaces: known({ ...hostNamespaces, mnt: '4026539001', user: '9' }) })] },
      }),
      finding: { id: 'mounts.root-crowded' },
      criuLine: 'Error (criu/mount.c:2260): mnt: Unable to mount /proc/self/fd/8: Invalid argument',
    },
    {
      name: 'a chroot inside',
      source: inside(buildMountNamespace([], { rootPath: '/srv/jail' })),
      finding: { id: 'mounts.chroot' },
      criuLine: 'Error (criu/mount.c:3876): mnt: The root task has another root than mntns: /srv/jail',
    },
    {
      name: 'a filesystem CRIU does not know, on the host too',
      source: quiet([buildMount({ filesystem: 'xfs', source: '/dev/sdb', dev: '8:16', hostPath: '/srv' })]),
      finding: {
        id: 'mounts.unsupported',
        remedies: [
          {
            text: 'Name the mount as external; at the restore it is bound from /srv again.',
            options: { dump: ['--external=mnt[/data]:/data'], restore: ['--external=mnt[/data]:/srv'] },
          },
        ],
      },
      criuLine: 'Error (criu/mount.c:724): mnt: FS mnt ./data dev 0x63 root / unsupported id 221',
    },
    {
      name: 'a part of a filesystem that is mounted nowhere else in the tree, once for two views',
      source: quiet([
        buildMount({ root: '/sub', hostPath: '/srv/sub' }),
        child({ root: '/sub/deep', mountPoint: '/other', hostPath: '/srv/sub/deep' }),
      ]),
      finding: { id: 'mounts.bind', subject: { kind: 'mount', path: '/data' } },
      criuLine: "Error (criu/mount.c:753): mnt: 224:./data doesn't have a proper root mount",
    },
    {
      name: 'a slave of a mount of the host',
      source: quiet([buildMount({ optionalFields: ['master:7'], hostPath: '/data' })]),
      finding: { id: 'mounts.sharing' },
      criuLine:
        'Error (criu/mount.c:1092): mnt: Mount 223 ./data (master_id: 7 shared_id: 0) has unreachable sharing. Try --enable-external-masters.',
    },
    {
      name: 'a disk that only the tree has mounted',
      source: quiet([buildMount({ filesystem: 'ext4', source: '/dev/loop0', dev: '7:0' })]),
      finding: {
        id: 'mounts.device',
        remedies: [
          {
            text: 'Name /dev/loop0 as external.',
            options: {
              dump: ['--external=dev[7/0]:/dev/loop0'],
              restore: ['--external=dev[/dev/loop0]:/dev/loop0'],
            },
          },
        ],
      },
    },
    {
      name: 'an empty ramfs',
      source: quiet([buildMount({ filesystem: 'ramfs' })]),
      finding: {
        id: 'mounts.mounted-anew',
        remedies: [{ text: 'Dump with --enable-fs=ramfs.', options: { dump: ['--enable-fs=ramfs'], restore: [] } }],
      },
    },
    {
      name: 'a ramfs with a file open in it',
      source: quiet([buildMount({ filesystem: 'ramfs' })], {
        tree: { tasks: [task({ fds: [buildFd({ mountId: 60 })] })] },
      }),
      finding: { id: 'mounts.unsupported-here-only' },
    },
    {
      name: 'a part of a filesystem that nothing leads to',
      source: quiet([buildMount({ root: '/sub' })]),
      finding: { id: 'mounts.bind-from-nowhere' },
    },
    {
      name: 'a slave of a mount that is gone',
      source: quiet([buildMount({ optionalFields: ['master:7'] })]),
      finding: { id: 'mounts.sharing-with-nobody' },
    },
    {
      name: 'a FUSE mount of the host',
      source: quiet([buildMount({ filesystem: 'fuse.sshfs', hostPath: '/data', usedBytes: null })]),
      finding: { id: 'mounts.fuse' },
      criuLine: 'Error (criu/filesystems.c:663): failed to dump fs ./data (fuse): always fail',
    },
    {
      name: 'a FUSE mount of the tree alone',
      source: quiet([buildMount({ filesystem: 'fuse' })]),
      finding: { id: 'mounts.fuse-here-only' },
    },
    {
      name: 'message queues in a mounted mqueue',
      source: quiet([buildMount({ filesystem: 'mqueue', empty: false })]),
      finding: { id: 'mounts.not-empty' },
      criuLine: "Error (criu/filesystems.c:650): mqueue isn't empty",
    },
    {
      name: 'two mounts in one place',
      source: quiet([buildMount(), buildMount({ mountId: 61, dev: '0:91' })]),
      finding: { id: 'mounts.same-place-twice' },
    },
    {
      name: 'a tmpfs and no tar',
      source: quiet([buildMount()], {
        host: { tools: known({ tar: null }) },
      }),
      finding: { id: 'mounts.no-tar' },
      criuLine: 'Error (criu/util.c:642): execvp("tar", ...) failed: No such file or directory',
    },
    {
      name: 'a file in memory of an id that the user namespace does not know',
      source: quiet([buildMount({ unreadable: '/pgsql' })]),
      finding: { id: 'mounts.unreadable' },
      criuLine: "Error (criu/filesystems.c:426): Can't dump tmpfs content",
    },
    {
      name: 'files in memory that the host uses too',
      source: quiet([buildMount({ onHost: true, usedBytes: 4096, hostPath: '/data' })]),
      finding: { id: 'mounts.memory-shared', severity: 'needs-option' },
    },
    {
      name: 'an empty filesystem in memory that the host has too',
      source: quiet([buildMount({ onHost: true })]),
      finding: { id: 'mounts.memory-copied', severity: 'caution' },
    },
  ],
});
