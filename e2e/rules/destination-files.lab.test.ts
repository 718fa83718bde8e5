import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectForetold } from './describe-with-criu.ts';
import { collectSource } from './judge-program.ts';
import { keepPython } from './kept-program.ts';
import { tryOwnDestination } from './own-destination.ts';

interface Trial {
  name: string;
  program: string;
  change: (directory: string) => void;
  finds: string[];
  /** CRIU does not notice and brings the tree back. */
  unnoticed?: true;
}

const reading = `
open('data', 'w').write('x' * 10000)
os.chmod('data', 0o640)
file = open('data')
ready()
wait()`;

const device = `
os.mknod('null', 0o20666, os.makedev(1, 3))
os.chmod('null', 0o666)
file = open('null')
ready()
wait()`;

/** A private copy of a library, so that changing it harms nobody. */
const library = `
import shutil, _ctypes
shutil.copy(_ctypes.__file__, 'library.so')
handle = open('library.so', 'rb')
memory = mmap.mmap(handle.fileno(), 0, prot=mmap.PROT_READ | mmap.PROT_EXEC, flags=mmap.MAP_PRIVATE)
handle.close()
ready()
wait()`;

const changeByte = (file: string, offset: number): void => {
  const content = readFileSync(file);
  content[offset] = (content[offset] ?? 0) ^ 1;
  writeFileSync(file, content);
};

/** A byte of the GNU build-id note: its twenty bytes follow the name. */
const buildIdOffset = (file: string): number => readFileSync(file).indexOf('GNU\0', 0x200, 'latin1') + 8;

const trials: Trial[] = [
  { name: 'nothing changed', program: reading, change: () => {}, finds: [] },
  {
    name: 'a missing file',
    program: reading,
    change: (place) => rmSync(`${place}/data`),
    finds: ['destination-files.missing'],
  },
  {
    name: 'another size',
    program: reading,
    change: (place) => appendFileSync(`${place}/data`, 'y'),
    finds: ['destination-files.size'],
  },
  {
    name: 'another mode',
    program: reading,
    change: (place) => chmodSync(`${place}/data`, 0o600),
    finds: ['destination-files.mode'],
  },
  {
    name: 'one changed byte, which CRIU does not notice',
    program: reading,
    change: (place) => changeByte(`${place}/data`, 5000),
    finds: ['destination-files.content'],
    unnoticed: true,
  },
  {
    name: 'a library of another build',
    program: library,
    change: (place) => changeByte(`${place}/library.so`, buildIdOffset(`${place}/library.so`)),
    finds: ['destination-files.build-id'],
  },
  {
    name: 'one changed byte in a library, which CRIU does not notice',
    program: library,
    change: (place) => changeByte(`${place}/library.so`, 20_000),
    finds: ['destination-files.content'],
    unnoticed: true,
  },
  {
    name: 'a device with another mode',
    program: device,
    change: (place) => chmodSync(`${place}/null`, 0o600),
    finds: ['destination-files.mode'],
  },
  {
    name: 'another device under the same name, which CRIU does not notice',
    program: device,
    change: (place) => {
      rmSync(`${place}/null`);
      execFileSync('mknod', ['-m', '666', `${place}/null`, 'c', '1', '5']);
    },
    finds: ['destination-files.device'],
    unnoticed: true,
  },
  {
    name: 'a missing working directory',
    program: "os.mkdir('inner')\nos.chdir('inner')\nready()\nwait()",
    change: (place) => rmSync(`${place}/inner`, { recursive: true }),
    finds: ['destination-files.missing'],
  },
];

describe('destination-files, judged and then tried', () => {
  test.each(trials)('$name', async ({ program, change, finds, unnoticed = false }) => {
    const kept = await keepPython(program);
    try {
      const source = await collectSource(kept.pid, { hash: true });
      const { findings, fromImages, restored } = await tryOwnDestination('destination-files', source, () =>
        change(kept.directory),
      );
      expect(findings.map(({ id }) => id)).toEqual(finds);
      expect(fromImages.findings.map(({ id }) => id)).toEqual(unnoticed ? [] : finds);
      expect(restored.code === 0).toBe(finds.length === 0 || unnoticed);
      for (const finding of findings) expectForetold(finding, restored);
    } finally {
      await kept.stop();
    }
  });
});
