import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { LibraryHandle } from 'koffi';

interface Libc {
  llistxattr: (path: string, into: Buffer, length: number) => number;
  lgetxattr: (path: string, name: string, into: Buffer, length: number) => number;
  lsetxattr: (path: string, name: string, value: Buffer, length: number, flags: number) => number;
  lremovexattr: (path: string, name: string) => number;
}

interface Koffi {
  load: (library: string) => LibraryHandle;
}

/** XATTR_SIZE_MAX and XATTR_LIST_MAX of linux/limits.h. */
const longest = 65_536;
/** What a host gives by itself, or what would mean something else on another one. */
const ofTheHost = /^(?:security\.selinux|security\.ima|security\.evm|trusted\.)/;

let loaded: Libc | null | undefined;

/** Extended attributes of a file, capabilities and ACLs among them, in base64; undefined when they cannot be read here. */
export const readAttributes = (path: string): Record<string, string> | undefined => {
  const libc = loadLibc();
  if (libc === null) return undefined;
  const names = listNames(libc, path);
  if (names === null) return undefined;
  const value = Buffer.alloc(longest);
  const found: Record<string, string> = {};
  for (const name of names) {
    const length = Number(libc.lgetxattr(path, name, value, longest));
    if (length >= 0) found[name] = value.subarray(0, length).toString('base64');
  }
  return found;
};

/** Gives a file these attributes and no others. @returns names that the file system refused */
export const writeAttributes = (path: string, wanted: Record<string, string>): string[] => {
  const libc = loadLibc();
  if (libc === null) return Object.keys(wanted);
  for (const name of listNames(libc, path) ?? []) if (!(name in wanted)) libc.lremovexattr(path, name);
  return Object.entries(wanted).flatMap(([name, text]) => {
    const value = Buffer.from(text, 'base64');
    return libc.lsetxattr(path, name, value, value.length, 0) === 0 ? [] : [name];
  });
};

const listNames = (libc: Libc, path: string): string[] | null => {
  const names = Buffer.alloc(longest);
  const length = Number(libc.llistxattr(path, names, longest));
  if (length < 0) return null;
  const all = names.subarray(0, length).toString('utf8').split('\0').filter(Boolean);
  return all.filter((name) => !ofTheHost.test(name));
};

/** The addon lies beside a bundle, or else comes with the package. */
const loadLibc = (): Libc | null => {
  if (loaded !== undefined) return loaded;
  const require = createRequire(import.meta.url);
  loaded = null;
  for (const place of [fileURLToPath(new URL('./koffi.node', import.meta.url)), 'koffi']) {
    try {
      loaded ??= bind(require(place) as Koffi);
    } catch {
      // The next place is tried.
    }
  }
  return loaded;
};

const bind = (koffi: Koffi): Libc => {
  const library = koffi.load('libc.so.6');
  return {
    llistxattr: library.func('long llistxattr(const char*, _Out_ uint8_t*, size_t)') as Libc['llistxattr'],
    lgetxattr: library.func('long lgetxattr(const char*, const char*, _Out_ uint8_t*, size_t)') as Libc['lgetxattr'],
    lsetxattr: library.func('int lsetxattr(const char*, const char*, const void*, size_t, int)') as Libc['lsetxattr'],
    lremovexattr: library.func('int lremovexattr(const char*, const char*)') as Libc['lremovexattr'],
  };
};
