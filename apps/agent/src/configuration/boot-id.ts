import { readFileSync } from 'node:fs';

/** Names this boot of the kernel (random(4)); it changes with every boot and never else. */
export const readBootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
