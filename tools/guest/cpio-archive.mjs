/** Modes of a directory and of an executable file, with the type of the file (inode(7)). */
const directoryMode = 0o040755;
const executableMode = 0o100755;

/**
 * An archive in the "newc" format, as the kernel unpacks an initramfs from it (Documentation/driver-api/early-userspace/buffer-format.rst
 * of the kernel's source). Directories are made before what lies in them; everything belongs to root.
 *
 * @param {Record<string, Buffer | string>} files content by path, without a leading slash
 * @returns {Buffer}
 */
export function cpioArchive(files) {
  const directories = new Set(Object.keys(files).flatMap(parentsOf));
  const entries = [
    ...[...directories].map((name) => ({ name, mode: directoryMode, content: Buffer.alloc(0) })),
    ...Object.entries(files).map(([name, content]) => ({ name, mode: executableMode, content: Buffer.from(content) })),
  ];
  const all = [...entries, { name: 'TRAILER!!!', mode: 0, content: Buffer.alloc(0) }];
  return Buffer.concat(all.flatMap(writeEntry));
}

function parentsOf(name) {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function writeEntry({ name, mode, content }, index) {
  const named = Buffer.from(`${name}\0`);
  // ino, mode, uid, gid, nlink, mtime, filesize, devmajor, devminor, rdevmajor, rdevminor, namesize, check
  const fields = [index + 1, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, named.length, 0];
  const header = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`);
  return [padded(Buffer.concat([header, named])), padded(content)];
}

function padded(bytes) {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
