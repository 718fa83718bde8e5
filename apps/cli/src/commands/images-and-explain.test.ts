import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../program.ts';

const recordedImages = fileURLToPath(new URL('../../../../libs/criu-images/src/recorded/', import.meta.url));
const recordedLogs = fileURLToPath(new URL('../../../../libs/domain/src/explanation/recorded/', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'godwit-cli-images-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs a command line in this process and keeps what it prints. */
const godwit = async (...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += String(text);
      return true;
    });
  }
  const code = await runProgram(['node', 'godwit', ...argv]);
  vi.restoreAllMocks();
  return { code, ...printed };
};

interface ListedFile {
  name: string;
  bytes: number;
}

/** A directory as CRIU left it: the recorded images, and files of zeros in place of memory pages and archives. */
const wholeDirectory = (set: string): string => {
  const directory = join(scratch, `${set}-${Math.random().toString(36).slice(2)}`);
  cpSync(join(recordedImages, set), directory, { recursive: true });
  const listed = JSON.parse(readFileSync(join(directory, 'files.json'), 'utf8')) as ListedFile[];
  rmSync(join(directory, 'files.json'));
  for (const { name, bytes } of listed) {
    if (!existsSync(join(directory, name))) writeFileSync(join(directory, name), new Uint8Array(bytes));
  }
  return directory;
};

describe('godwit images', () => {
  it('tells processes, files, sockets, memory, sizes, options and statistics', async () => {
    const { code, stdout } = await godwit('images', wholeDirectory('many-kinds'));
    expect(code).toBe(0);
    for (const part of [
      '6925 python3',
      '/srv/many-kinds/deleted.txt (deleted, its content is in the images)',
      'tcp stream listening  127.0.0.1:',
      'private anonymous 77.0 MiB',
      '10.8 MiB',
      '--tcp-established  (2 TCP connections are in the images; restore needs --tcp-established)',
      'dump: frozen',
    ]) {
      expect(stdout).toContain(part);
    }
  });

  it('prints every mapping when asked', async () => {
    const { stdout } = await godwit('images', wholeDirectory('own-namespaces'), '--maps');
    expect(stdout).toMatch(/[\da-f]+-[\da-f]+ r-xp \/usr\/bin\/sleep/);
    expect(stdout).toContain('/media  tmpfs of tmpfs');
  });

  it('prints JSON for programs', async () => {
    const { code, stdout } = await godwit('images', wholeDirectory('many-kinds'), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, processes: [{ pid: 6925 }, {}, {}], problems: [] });
  });

  it('ends with 65 and names each image that is damaged, missing or foreign', async () => {
    const directory = wholeDirectory('many-kinds');
    truncateSync(join(directory, 'mm-6925.img'), 100);
    truncateSync(join(directory, 'pages-3.img'), 4096);
    rmSync(join(directory, 'fs-6929.img'));
    writeFileSync(join(directory, 'tty.img'), 'no image');
    const { code, stdout } = await godwit('images', directory, '--json');
    expect(code).toBe(65);
    const { problems, processes } = JSON.parse(stdout) as { problems: { image: string }[]; processes: unknown[] };
    expect(problems.map(({ image }) => image).sort()).toEqual(['fs-6929.img', 'mm-6925.img', 'pages-3.img', 'tty.img']);
    expect(processes.length).toBe(3);
  });

  it('ends with 65 for a directory of something else, and with 66 for none', async () => {
    const empty = join(scratch, 'empty');
    mkdirSync(empty);
    const { code, stdout } = await godwit('images', empty);
    expect(code).toBe(65);
    expect(stdout).toContain('inventory.img is missing');
    expect((await godwit('images', join(scratch, 'nowhere'))).code).toBe(66);
    expect((await godwit('images', recordedLogs.concat('dump-ok.log'))).code).toBe(66);
    expect((await godwit('images')).code).toBe(64);
  });

  it('does not let a name in an image steer the terminal', async () => {
    const directory = wholeDirectory('many-kinds');
    const files = readFileSync(join(directory, 'files.img'));
    files.write('\u001b[2J', files.indexOf('regular.txt'));
    writeFileSync(join(directory, 'files.img'), files);
    const { stdout } = await godwit('images', directory);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('\\x1b[2Jlar.txt');
  });
});

describe('godwit explain', () => {
  it('marks the line, says what it means and what to do', async () => {
    const { code, stdout } = await godwit('explain', join(recordedLogs, 'restore-file-size.log'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^> +\d+ .*has bad size 18 \(expect 1\)$/m);
    expect(stdout).toContain('/srv/app/fm/data has 18 bytes here and had 1 at the dump');
    expect(stdout).toContain('Remedy: ');
    expect(stdout).toContain('restore, CRIU 4.2.1, kernel 6.18.44, came as far as restoring-resources');
  });

  it('prints JSON for programs', async () => {
    const { stdout } = await godwit('explain', join(recordedLogs, 'dump-io-uring.log'), '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      outcome: 'explained',
      errorId: 'io-uring',
      findings: ['io-uring.ring'],
      cause: { line: expect.any(Number), source: 'criu/pie/parasite.c:588' },
    });
  });

  it('ends with 2 for an unknown cause and keeps its line', async () => {
    const log = join(scratch, 'unknown.log');
    writeFileSync(
      log,
      '(00.1) odd\n(00.000002) Error (criu/odd.c:1): odd: never seen\n(00.000003) Error (criu/cr-dump.c:1): Dumping FAILED.\n',
    );
    const { code, stdout } = await godwit('explain', log);
    expect(code).toBe(2);
    expect(stdout).toContain('odd: never seen');
    expect(stdout).toContain('not known here');
  });

  it.each([
    ['a log of success', join(recordedLogs, 'dump-ok.log'), 0],
    ['a file that is no log', fileURLToPath(import.meta.url), 65],
    ['no such file', join(scratch, 'nowhere.log'), 66],
    ['a directory', scratch, 66],
  ])('%s ends with its own code', async (_, path, expected) => {
    expect((await godwit('explain', path)).code).toBe(expected);
  });
});
