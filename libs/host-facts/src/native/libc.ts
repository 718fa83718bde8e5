import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { LibraryHandle } from 'koffi';

interface Koffi {
  load: (path: string) => LibraryHandle;
  errno: () => number;
}

/** The few functions of the C library that Node does not offer, with the parameters and results of their manual pages. */
export interface Libc {
  errno: () => number;
  socket: (domain: number, type: number, protocol: number) => number;
  send: (fd: number, bytes: Buffer, length: number, flags: number) => number;
  sendto: (fd: number, bytes: Buffer, length: number, flags: number, address: Buffer, addressLength: number) => number;
  bind: (fd: number, address: Buffer, addressLength: number) => number;
  setsockopt: (fd: number, level: number, name: number, value: Buffer, length: number) => number;
  recv: (fd: number, into: Buffer, length: number, flags: number) => number;
  close: (fd: number) => number;
  getxattr: (path: string, name: string, into: Buffer, length: number) => number;
  setns: (fd: number, kind: number) => number;
  getsockopt: (fd: number, level: number, name: number, value: Buffer, length: Buffer) => number;
  ioctl: (fd: number, request: number, argument: Buffer) => number;
  openByHandleAt: (mountFd: number, handle: Buffer, flags: number) => number;
  ifNameToIndex: (name: string) => number;
  readlinkat: (directory: number, name: string, into: Buffer, length: number) => number;
  /** syscall(2) with up to five whole numbers; what is not used is 0. */
  syscall: (number: number, a: number, b: number, c: number, d: number, e: number) => number | bigint;
  /** kcmp(2) through syscall(2), with what is compared by pointer: its second object. */
  kcmpSlot: (number: number, left: number, right: number, type: number, fd: number, slot: Buffer) => number | bigint;
  /** Null when there is no such interface in this network namespace. */
  ifIndexToName: (index: number, into: Buffer) => string | null;
}

const signatures: Record<Exclude<keyof Libc, 'errno'>, string> = {
  socket: 'int socket(int, int, int)',
  send: 'long send(int, const void*, size_t, int)',
  sendto: 'long sendto(int, const void*, size_t, int, const void*, uint32_t)',
  bind: 'int bind(int, const void*, uint32_t)',
  setsockopt: 'int setsockopt(int, int, int, const void*, uint32_t)',
  // As void* the buffer is passed itself: 128 KiB need not be copied for each answer.
  recv: 'long recv(int, void*, size_t, int)',
  close: 'int close(int)',
  getxattr: 'long getxattr(const char*, const char*, _Out_ uint8_t*, size_t)',
  setns: 'int setns(int, int)',
  getsockopt: 'int getsockopt(int, int, int, _Inout_ uint8_t*, _Inout_ uint8_t*)',
  ioctl: 'int ioctl(int, unsigned long, _Inout_ uint8_t*)',
  openByHandleAt: 'int open_by_handle_at(int, const void*, int)',
  ifNameToIndex: 'uint32_t if_nametoindex(const char*)',
  readlinkat: 'long readlinkat(int, const char*, void*, size_t)',
  syscall: 'long syscall(long, long, long, long, long, long)',
  kcmpSlot: 'long syscall(long, long, long, long, long, const void*)',
  ifIndexToName: 'const char* if_indextoname(uint32_t, _Out_ uint8_t*)',
};

const bind = (koffi: Koffi): Libc => {
  const library = koffi.load('libc.so.6');
  const functions = Object.entries(signatures).map(([name, signature]) => [name, library.func(signature)]);
  return { errno: () => koffi.errno(), ...Object.fromEntries(functions) };
};

/** The addon lies beside a bundle, or else comes with the package. */
const candidates = (): string[] => [fileURLToPath(new URL('./koffi.node', import.meta.url)), 'koffi'];

const load = (): Libc | null => {
  const require = createRequire(import.meta.url);
  for (const candidate of candidates()) {
    try {
      return bind(require(candidate) as Koffi);
    } catch {
      // The next candidate is tried; without any, callers fall back and say so in the fact's source.
    }
  }
  return null;
};

let loaded: Libc | null | undefined;

/** The C library through the koffi addon, or null where the addon cannot be loaded. `GODWIT_NO_KOFFI=1` forbids it. */
export const loadLibc = (): Libc | null => {
  if (process.env.GODWIT_NO_KOFFI === '1') return null;
  loaded ??= load();
  return loaded;
};
