import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { LibraryHandle } from 'koffi';

/** Calls of the C library that Node does not offer. */
export interface Libc {
  syscall: (number: number, ...rest: number[]) => number;
  setsockopt: (fd: number, level: number, name: number, value: Buffer, size: number) => number;
  getsockopt: (fd: number, level: number, name: number, value: Buffer, size: Buffer) => number;
  socketpair: (domain: number, type: number, protocol: number, pair: Buffer) => number;
  close: (fd: number) => number;
}

interface Koffi {
  load: (library: string) => LibraryHandle;
}

let loaded: Libc | null | undefined;

/** The C library through the koffi addon, which lies beside a bundle or else comes with the package. Null where it is missing. */
export const loadLibc = (): Libc | null => {
  loaded ??= tryToLoad();
  return loaded;
};

const tryToLoad = (): Libc | null => {
  const require = createRequire(import.meta.url);
  for (const place of [fileURLToPath(new URL('./koffi.node', import.meta.url)), 'koffi']) {
    try {
      return bind(require(place) as Koffi);
    } catch {
      // The next place is tried.
    }
  }
  return null;
};

const bind = (koffi: Koffi): Libc => {
  const library = koffi.load('libc.so.6');
  return {
    syscall: library.func('long syscall(long, long, long, long)') as Libc['syscall'],
    setsockopt: library.func('int setsockopt(int, int, int, const void*, uint32_t)') as Libc['setsockopt'],
    getsockopt: library.func('int getsockopt(int, int, int, _Out_ uint8_t*, _Inout_ uint8_t*)') as Libc['getsockopt'],
    socketpair: library.func('int socketpair(int, int, int, _Out_ uint8_t*)') as Libc['socketpair'],
    close: library.func('int close(int)') as Libc['close'],
  };
};
