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
  recv: (fd: number, into: Buffer, length: number, flags: number) => number;
  close: (fd: number) => number;
  getxattr: (path: string, name: string, into: Buffer, length: number) => number;
  setns: (fd: number, kind: number) => number;
  ifNameToIndex: (name: string) => number;
}

const signatures: Record<Exclude<keyof Libc, 'errno'>, string> = {
  socket: 'int socket(int, int, int)',
  send: 'long send(int, const void*, size_t, int)',
  sendto: 'long sendto(int, const void*, size_t, int, const void*, uint32_t)',
  recv: 'long recv(int, _Out_ uint8_t*, size_t, int)',
  close: 'int close(int)',
  getxattr: 'long getxattr(const char*, const char*, _Out_ uint8_t*, size_t)',
  setns: 'int setns(int, int)',
  ifNameToIndex: 'uint32_t if_nametoindex(const char*)',
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
