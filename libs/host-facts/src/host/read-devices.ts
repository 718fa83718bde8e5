import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { readText } from '../procfs/read-text.ts';
import type { HostValue } from './host-value.ts';

/** Names in /proc/net/dev, which is that of the network namespace this process is in. */
export const parseInterfaces = (text: string): string[] =>
  text.split('\n').flatMap((line) => /^\s*([^\s:]+):/.exec(line)?.[1] ?? []);

export const readInterfaces = (): string[] => parseInterfaces(readText('/proc/self/net/dev'));

/** The kernel lists IPv6 addresses as soon as it has IPv6 at all. */
export const readIpv6 = (): boolean => existsSync('/proc/self/net/if_inet6');

/** Where CRIU keeps what it learned of the kernel, on systems whose /run is in memory (CRIU kerndat.c). */
const kernelData = '/run/criu.kdat';

/** Whether anything answers on the loopback device: the C library lists addresses of devices that are up. */
export const readLoopback = (): HostValue<'loopback'> => ({
  up: Object.values(networkInterfaces()).some((list) => (list ?? []).some(({ internal }) => internal)),
  kernelDataKept: existsSync(kernelData),
});

/** Whether pseudo-terminals can be made here, and how many are. */
export const readTerminals = (): HostValue<'terminals'> => ({
  devpts: existsSync('/dev/ptmx') && existsSync('/dev/pts'),
  allocated: Number(readText('/proc/sys/kernel/pty/nr')),
  maximum: Number(readText('/proc/sys/kernel/pty/max')),
});
