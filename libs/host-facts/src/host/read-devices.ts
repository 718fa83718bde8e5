import { existsSync } from 'node:fs';
import { readText } from '../procfs/read-text.ts';
import type { HostValue } from './host-value.ts';

/** Names in /proc/net/dev, which is that of the network namespace this process is in. */
export const parseInterfaces = (text: string): string[] =>
  text.split('\n').flatMap((line) => /^\s*([^\s:]+):/.exec(line)?.[1] ?? []);

export const readInterfaces = (): string[] => parseInterfaces(readText('/proc/self/net/dev'));

/** The kernel lists IPv6 addresses as soon as it has IPv6 at all. */
export const readIpv6 = (): boolean => existsSync('/proc/self/net/if_inet6');

/** Whether pseudo-terminals can be made here, and how many are. */
export const readTerminals = (): HostValue<'terminals'> => ({
  devpts: existsSync('/dev/ptmx') && existsSync('/dev/pts'),
  allocated: Number(readText('/proc/sys/kernel/pty/nr')),
  maximum: Number(readText('/proc/sys/kernel/pty/max')),
});
