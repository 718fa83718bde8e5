import { type DependedFile, type FileIdentity, known } from '@godwit/domain/facts';

/** A file that is what its path says; a regular one of one block. */
export const buildIdentity = (changes: Partial<FileIdentity> = {}): FileIdentity => ({
  path: '/usr/bin/counter',
  kind: 'regular',
  dev: '8:1',
  ino: '1001',
  mode: 0o755,
  sizeBytes: 4000,
  allocatedBytes: 4096,
  nlink: 1,
  rdev: '0:0',
  uid: 0,
  gid: 0,
  mtimeMs: 1_700_000_000_000,
  state: 'linked',
  filesystem: 'ext4',
  ...changes,
});

type FileChanges = Partial<Omit<DependedFile, 'identity'>> & { identity?: Partial<FileIdentity> };

/** A file the tree depends on, read by nobody else and hashed. */
export const buildFile = ({ identity, ...changes }: FileChanges = {}): DependedFile => {
  const path = changes.path ?? '/usr/lib/libcount.so';
  return {
    path,
    roles: ['library'],
    pids: [100],
    identity: buildIdentity({ path, ...identity }),
    openForWriting: false,
    buildId: known('b1'),
    sha256: known('aaaa'),
    ...changes,
  };
};
