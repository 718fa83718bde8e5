import { existsSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectForetold } from './describe-with-criu.ts';
import { collectSource } from './judge-program.ts';
import { keepPython } from './kept-program.ts';
import { judgeDirectory } from './own-destination.ts';
import { dump, restore, withImages } from './run-criu.ts';
import { waitUntil } from './wait-until.ts';

interface Trial {
  name: string;
  program: string;
  dumpOptions?: string[];
  /** Damages the images. */
  damage?: (images: string) => void;
  finds: string[];
  /** What a restore must be given, exactly. */
  options?: string[];
}

const idle = 'ready()\nwait()';
const startsWith = (images: string, prefix: string): string => {
  const name = readdirSync(images).find((one) => one.startsWith(prefix));
  if (name === undefined) throw new Error(`There is no image ${prefix}.`);
  return path.join(images, name);
};

const trials: Trial[] = [
  { name: 'whole images', program: idle, finds: [] },
  {
    name: 'connections',
    program: `
server = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(server.getsockname())
accepted = server.accept()
ready()
wait()`,
    dumpOptions: ['--tcp-established', '--network-lock=nftables'],
    finds: ['option'],
    options: ['--tcp-established'],
  },
  {
    name: 'connections given up',
    program: `
server = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(server.getsockname())
accepted = server.accept()
ready()
wait()`,
    dumpOptions: ['--tcp-close'],
    finds: ['option'],
    options: ['--tcp-close'],
  },
  {
    name: 'file locks',
    program: "file = open('data', 'w+')\nfcntl.flock(file, fcntl.LOCK_EX)\nready()\nwait()",
    dumpOptions: ['--file-locks'],
    finds: ['option'],
    options: ['--file-locks'],
  },
  {
    name: 'an image that was cut off',
    program: idle,
    damage: (images) => truncateSync(startsWith(images, 'mm-'), 200),
    finds: ['damaged'],
  },
  {
    name: 'an image that is missing',
    program: idle,
    damage: (images) => rmSync(startsWith(images, 'core-')),
    finds: ['damaged'],
  },
  {
    name: 'images without an inventory',
    program: idle,
    damage: (images) => rmSync(path.join(images, 'inventory.img')),
    finds: ['unfinished'],
  },
];

describe('images alone, judged and then restored', () => {
  test.each(trials)('$name', async ({ program, dumpOptions = [], damage, finds, options = [] }) => {
    const kept = await keepPython(program);
    try {
      const source = await collectSource(kept.pid, { hash: false });
      await withImages(async (images) => {
        expect(await dump(kept.pid, images, dumpOptions), 'criu dump').toMatchObject({ code: 0 });
        await waitUntil('the dumped program to be gone', () => !existsSync(`/proc/${kept.pid}`));
        damage?.(images);
        const verdict = await judgeDirectory(images, { ...source, tree: undefined });
        expect(verdict.findings.map(({ id }) => id)).toEqual(finds.map((kind) => `checkpoint-images.${kind}`));
        expect(verdict.options).toEqual({ dump: [], restore: options });
        const restored = await restore(images, verdict.options.restore);
        expect(restored.code === 0, restored.problems.join('\n')).toBe(verdict.verdict !== 'blocked');
        if (verdict.verdict === 'blocked') for (const finding of verdict.findings) expectForetold(finding, restored);
      });
    } finally {
      await kept.stop();
    }
  });
});
