import { readdirSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { isMounted, runProgram } from '@godwit/criu-driver';
import { measureContainer } from '../containers/measure-container.ts';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommands } from './hold-protocol.ts';

type Prepared = HoldCommands['prepare-source']['request'];

/** A tmpfs takes memory only for what is written into it; its limit leaves room for a tree that has grown since it was read. */
const limitFor = (expectedBytes: number): number => Math.ceil(expectedBytes * 2) + (256 << 20);
/** At most this part of what is free, so that nobody else is pressed for memory. */
const shareOfFree = 2;

/**
 * Puts the source's images into memory: they are sent on at once, and nothing of the workload's memory shall lie on a disk it did not
 * choose. Where memory is short they lie on the disk of the state directory, which is told.
 */
export const keepImagesInMemory = async (context: HoldContext, request: Prepared): Promise<void> => {
  const { journal, paths, log } = context;
  const free = readFreeMemory();
  const expectedBytes = await expectBytes(request);
  if (expectedBytes * 1.25 > free / shareOfFree) {
    log(
      `the images are written to ${paths.images}: ${expectedBytes} bytes of them are too many for the memory that is free`,
    );
    return;
  }
  journal.making({ type: 'mount', dir: paths.images });
  const size = Math.min(limitFor(expectedBytes), Math.floor(free / shareOfFree));
  const options = `size=${size},mode=0700,nosuid,nodev,noexec`;
  const { code, stderr } = await runProgram(['mount', '-t', 'tmpfs', '-o', options, 'godwit-images', paths.images]);
  if (code !== 0) log(`the images are written to ${paths.images}, which cannot be put into memory: ${stderr.trim()}`);
};

/** A root of very many files is not measured for a plan. Here nobody waits for an answer. */
const expectBytes = async ({ expectedBytes = 0, container, pid }: Prepared): Promise<number> =>
  container === undefined ? expectedBytes : Math.max(expectedBytes, await measureContainer(container, pid));

/** The price of keeping a full checkpoint on the source: everything is pushed to its disk before the copy may be voted for. */
export const pushToDisk = async (dir: string): Promise<void> => {
  for (const name of [...readdirSync(dir), '.']) {
    const file = await open(path.join(dir, name), 'r');
    await file.sync().finally(() => file.close());
  }
};

/** Takes such a directory out of memory. @returns what was removed; null when it was not there any more */
export const undoMount = async (dir: string): Promise<string | null> => {
  if (!isMounted(dir)) return null;
  const { code } = await runProgram(['umount', dir]);
  if (code !== 0) await runProgram(['umount', '--lazy', dir]);
  return `images in memory at ${dir}`;
};

/** MemAvailable (proc_meminfo(5)) in bytes; 0 when it cannot be read. */
const readFreeMemory = (): number =>
  Number(/^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? 0) * 1024;
