import { type CheckpointFacts, type DependedFile, type FileIdentity, known, unknown } from '@godwit/domain/facts';
import type { Checkpoint } from '../explore/checkpoint.ts';
import type { FileEntry } from '../explore/describe-file.ts';
import type { FileTable } from '../explore/load-files.ts';

type Regular = NonNullable<FileEntry['regular']>;
type Role = DependedFile['roles'][number];

const kinds = new Map<number, FileIdentity['kind']>([
  [0o100000, 'regular'],
  [0o040000, 'directory'],
  [0o020000, 'character-device'],
  [0o060000, 'block-device'],
  [0o010000, 'fifo'],
  [0o140000, 'socket'],
]);

/** O_WRONLY and O_APPEND of open(2): CRIU compares no size of such a file (files-reg.c, validate_file). */
const isAppended = (flags: number): boolean => (flags & 3) === 1 && (flags & 0o2000) !== 0;

/** Bytes of a build-id lie in the words as they lay in memory. */
const hexOf = (words: readonly number[]): string | null =>
  words.length === 0 ? null : Buffer.from(new Uint32Array(words).buffer).toString('hex');

/** Files the kernel makes up are opened by path too, but have nothing that could differ. */
const isPseudo = (path: string): boolean =>
  /^\/(proc|sys|dev\/pts)(\/|$)/.test(path) || path === '/dev/ptmx' || path === '/dev/tty';

interface Use {
  roles: Set<Role>;
  pids: Set<number>;
}

/** Who uses each path, and as what. */
const usesOf = (checkpoint: Checkpoint): Map<string, Use> => {
  const uses = new Map<string, Use>();
  const note = (path: string | null, role: Role, pid: number): void => {
    if (path === null) return;
    const use = uses.get(path) ?? { roles: new Set(), pids: new Set() };
    use.roles.add(role);
    use.pids.add(pid);
    uses.set(path, use);
  };
  for (const { pid, exe, cwd, root, files, mappings } of checkpoint.processes) {
    note(exe, 'executable', pid);
    note(cwd, 'cwd', pid);
    note(root, 'root', pid);
    for (const { kind, what } of files) if (kind === 'file') note(what, 'open', pid);
    for (const { path, access } of mappings) note(path, access.includes('x') ? 'library' : 'mapped', pid);
  }
  return uses;
};

const identityOf = ({ mode, size }: Regular, path: string, isGhost: boolean): FileIdentity => ({
  path,
  kind: kinds.get((mode ?? 0o100000) & 0o170000) ?? 'regular',
  dev: '0:0',
  ino: '0',
  mode: (mode ?? 0) & 0o7777,
  sizeBytes: Number(size ?? 0n),
  allocatedBytes: 0,
  nlink: isGhost ? 0 : 1,
  rdev: '0:0',
  uid: 0,
  gid: 0,
  mtimeMs: 0,
  state: isGhost ? 'deleted' : 'linked',
});

const looseOf = ({ mode, size, flags }: Regular): CheckpointFacts['loose'][string] => [
  ...(size === undefined || isAppended(flags) ? (['size'] as const) : []),
  ...(mode === undefined ? (['mode'] as const) : []),
  'device',
];

/** Paths with a leading slash, as processes write them. */
const absolute = (name: string): string => (name.startsWith('/') ? name : `/${name}`);

const inImages = 1;

/** Every file that CRIU opens by path at restore, with what it compares, and what the images leave open. */
export const filesOf = (
  checkpoint: Checkpoint,
  table: FileTable,
): { depended: DependedFile[]; loose: CheckpointFacts['loose'] } => {
  const uses = usesOf(checkpoint);
  const depended = new Map<string, DependedFile>();
  const loose: CheckpointFacts['loose'] = {};
  for (const { id, regular } of table.entries.values()) {
    // An entry of a dead process is made anew by CRIU itself; what comes from outside is named at restore.
    if (regular === undefined || regular.external || table.remap(id) === 2) continue;
    const path = absolute(regular.name);
    if (isPseudo(path)) continue;
    const isGhost = table.remap(id) === inImages;
    // A name that is gone is made anew from its remap, which is an entry of its own.
    if (table.remap(id) === 0) continue;
    const use = uses.get(regular.name);
    const writes = (regular.flags & 3) !== 0 && ((regular.mode ?? 0o100000) & 0o170000) === 0o100000;
    depended.set(`${path} ${isGhost}`, {
      path,
      roles: [...(use?.roles ?? ['open' as const])],
      pids: [...(use?.pids ?? [])],
      identity: identityOf(regular, path, isGhost),
      openForWriting: writes || depended.get(`${path} ${isGhost}`)?.openForWriting === true,
      buildId: known(hexOf(regular.buildId)),
      sha256: unknown('Images hold no hashes of files.'),
    });
    loose[path] = looseOf(regular);
  }
  return { depended: [...depended.values()], loose };
};
