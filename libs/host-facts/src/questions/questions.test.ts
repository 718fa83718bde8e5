import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersSchema, type Questions } from '@godwit/domain/facts';
import { afterAll, describe, expect, it } from 'vitest';
import { answerQuestions } from './answer-questions.ts';
import { removeNonces, writeNonces } from './nonce-files.ts';

const directory = mkdtempSync(join(tmpdir(), 'godwit-questions-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const nothing: Questions = { files: [], ids: [], ports: [], addresses: [], nonces: [] };
const ask = (questions: Partial<Questions>) => answerQuestions({ ...nothing, ...questions });

describe('files', () => {
  it('tells what is there, what is not, and what was not asked', async () => {
    const path = join(directory, 'file');
    writeFileSync(path, 'x');
    const answers = await ask({
      files: [
        { path, wantBuildId: true, wantSha256: true },
        { path: join(directory, 'none', 'such'), wantBuildId: true, wantSha256: true },
        { path: directory, wantBuildId: false, wantSha256: false },
      ],
    });
    expect(answersSchema.safeParse(answers).error).toBeUndefined();
    expect(answers.files).toMatchObject({
      value: [
        {
          identity: { known: true, value: { kind: 'regular', sizeBytes: 1 } },
          buildId: { known: true, value: null },
          sha256: { known: true },
        },
        { identity: { known: true, value: null }, sha256: { known: false } },
        { identity: { known: true, value: { kind: 'directory' } }, sha256: { known: false } },
      ],
    });
  });
});

describe('ids', () => {
  it('counts processes, threads and whole groups', async () => {
    const threads = readdirSync('/proc/self/task').map(Number);
    const { idsTaken } = await ask({ ids: [process.pid, threads.at(-1)!, 4_000_000] });
    expect(idsTaken).toMatchObject({ known: true });
    expect(idsTaken.known && idsTaken.value.map(({ id }) => id)).toEqual([process.pid, threads.at(-1)!]);
  });
});

describe('ports', () => {
  it('names the owner of a listener, whatever address covers it', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const bound = server.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    const taken = async (address: string) => {
      const { portsTaken } = await ask({ ports: [{ protocol: 6, address, port }] });
      return portsTaken.known && portsTaken.value.map(({ owner }) => owner);
    };
    const owner = [expect.stringContaining(`(pid ${process.pid})`)];
    expect(await taken('127.0.0.1')).toEqual(owner);
    expect(await taken('0.0.0.0')).toEqual(owner);
    expect(await taken('::')).toEqual(owner);
    expect(await taken('127.0.0.2')).toEqual([]);
    expect(await taken('::1')).toEqual([]);
    server.close();
  });
});

describe('nonces', () => {
  it('are seen where the very file is, and nowhere else', async () => {
    const { nonces, failures } = await writeNonces([directory, directory, '/proc/nowhere']);
    expect(nonces).toHaveLength(1);
    expect(failures).toMatchObject([{ directory: '/proc/nowhere', reason: expect.stringContaining('ENOENT') }]);
    const path = join(directory, nonces[0]!.file);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe(nonces[0]!.nonce);
    expect((await ask({ nonces })).noncesSeen).toEqual({ known: true, value: [{ directory, seen: true }] });
    const forged = nonces.map((nonce) => ({ ...nonce, nonce: 'other' }));
    expect((await ask({ nonces: forged })).noncesSeen).toEqual({ known: true, value: [{ directory, seen: false }] });
    await removeNonces(nonces);
    expect(existsSync(path)).toBe(false);
    expect((await ask({ nonces })).noncesSeen).toEqual({ known: true, value: [{ directory, seen: false }] });
  });

  it('never open a path that is no nonce file', async () => {
    const forged = [{ directory: '/etc', file: 'passwd', nonce: 'x' }];
    expect((await ask({ nonces: forged })).noncesSeen).toMatchObject({ known: false });
    const escaping = [{ directory: '/etc', file: '../etc/passwd', nonce: 'x' }];
    await expect(removeNonces(escaping)).rejects.toMatchObject({ code: 'input-invalid' });
  });

  it('of a check that was killed are removed by the next one', async () => {
    const stale = join(directory, '.godwit-00000000-0000-4000-8000-000000000000');
    writeFileSync(stale, 'old');
    utimesSync(stale, 1, 1);
    const { nonces } = await writeNonces([directory]);
    expect(existsSync(stale)).toBe(false);
    await removeNonces(nonces);
  });
});
