import { closeSync, constants, openSync, readlinkSync } from 'node:fs';
import type { Watch } from '@godwit/domain/facts';
import type { Libc } from '../native/libc.ts';
import type { Mount } from '../procfs/parse-mountinfo.ts';
import { parseWatches, type WatchLine } from '../procfs/parse-watches.ts';
import type { RootView } from './root-view.ts';

export interface WatchContext {
  libc: Libc | null;
  view: RootView;
  mounts: readonly Mount[];
}

/** O_PATH | O_CLOEXEC of open(2). */
const pathOnly = 0o12000000;

/** Watches that are tried per descriptor: each costs some system calls, and beyond so many one tells of all. */
const triedPerDescriptor = 1_000;

const encodeHandle = ({ type, bytes }: NonNullable<WatchLine['handle']>): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(bytes.length, 0);
  head.writeInt32LE(type, 4);
  return Buffer.concat([head, bytes]);
};

const openDirectory = (path: string): number | null => {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch {
    return null;
  }
};

/** One descriptor of each mounted file system that is needed, closed together. Opening an automount would mount it. */
class MountedFilesystems {
  readonly #context: WatchContext;
  readonly #opened = new Map<string, number[]>();

  constructor(context: WatchContext) {
    this.#context = context;
  }

  descriptorsOf(dev: string): number[] {
    const kept = this.#opened.get(dev);
    if (kept !== undefined) return kept;
    const opened = this.#context.mounts
      .filter((mount) => mount.dev === dev && mount.filesystem !== 'autofs')
      .slice(0, 8)
      .flatMap(({ mountPoint }) => {
        const path = this.#context.view.lookup(mountPoint);
        return (path === null ? null : openDirectory(path)) ?? [];
      });
    this.#opened.set(dev, opened);
    return opened;
  }

  close(): void {
    for (const fd of [...this.#opened.values()].flat()) closeSync(fd);
  }
}

const openHandle = (libc: Libc, filesystems: MountedFilesystems, { dev, handle }: WatchLine): string | null => {
  if (handle === undefined) return null;
  const encoded = encodeHandle(handle);
  for (const mountFd of filesystems.descriptorsOf(dev)) {
    const fd = libc.openByHandleAt(mountFd, encoded, pathOnly);
    if (fd < 0) continue;
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } finally {
      closeSync(fd);
    }
  }
  return null;
};

/** FAN_CLASS_CONTENT and FAN_CLASS_PRE_CONTENT of fanotify_init(2): whoever opens a file waits for leave of that program. */
const mayDelayOpening = (details: readonly string[]): boolean => {
  const flags = /^fanotify flags:([0-9a-f]+)/.exec(
    details.find((line) => line.startsWith('fanotify flags:')) ?? '',
  )?.[1];
  return (Number.parseInt(flags ?? '0', 16) & 0xc) !== 0;
};

/**
 * What an inotify or fanotify descriptor watches, by its fdinfo. Each watched inode is opened by its handle and closed
 * again without being read, as CRIU does (fsnotify.c, check_open_handle); without the addon that is not tried.
 */
export const readWatches = (details: readonly string[], context: WatchContext): Watch[] => {
  const filesystems = new MountedFilesystems(context);
  const libc = mayDelayOpening(details) ? null : context.libc;
  try {
    return parseWatches(details).map((line, index) => {
      const { handle: _, ...watch } = line;
      if (libc === null || line.kind !== 'inode' || index >= triedPerDescriptor) return watch;
      const path = openHandle(libc, filesystems, line);
      return path === null ? { ...watch, openable: false } : { ...watch, openable: true, path };
    });
  } finally {
    filesystems.close();
  }
};
