import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PreCopyIntake } from '../hold/pre-copy-intake.ts';
import { HashesAhead } from './hashes-ahead.ts';
import { ImageReceiver } from './image-receiver.ts';
import type { SentFile } from './messages.ts';
import { hashImages, readAndSync, verifyImages } from './verify-images.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'godwit-rounds-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What comes over a channel, as the receiver is told it. */
const receive = (takesRounds: boolean) => {
  const failures: string[] = [];
  const receiver = new ImageReceiver(dir, (error) => failures.push(String(error)));
  if (takesRounds) receiver.takeRounds();
  let number = 0;
  const take = (name: string, text: string) => {
    receiver.open(number, name);
    receiver.write(number++, Buffer.from(text), () => undefined);
    return { name, length: text.length };
  };
  return { receiver, take, failures };
};

describe('rounds that arrive', () => {
  it('lie in directories of their own, linked, and count in the hashes of all', async () => {
    const { receiver, take } = receive(true);
    const intake = new PreCopyIntake(dir);
    const rounds = [1, 2].map((round) => ({
      round,
      names: [`pre-${round}/pages-1.img`, `pre-${round}/pagemap-1.img`],
    }));
    const ahead: SentFile[] = [];
    for (const { round, names } of rounds) {
      const files = names.map((name) => take(name, `${name} as sent`));
      const answer = await intake.take({ round, files }, (...which) => receiver.finishRound(...which));
      expect(answer).toMatchObject({ type: 'round-taken', round, freeBytes: expect.any(Number) });
      ahead.push(...files);
    }
    const files = [...ahead, take('pages-1.img', 'the last')];
    await receiver.finish(files, 2);
    intake.link(2);
    expect(readFileSync(path.join(dir, 'parent/parent/pages-1.img'), 'utf8')).toBe('pre-1/pages-1.img as sent');
    const hashed = await hashImages(dir, files);
    await verifyImages(dir, { files: hashed }, undefined, intake.hashes);
    writeFileSync(path.join(dir, 'pre-1/pages-1.img'), 'pre-1/pages-1.img as SENT');
    await expect(verifyImages(dir, { files: hashed }, undefined, intake.hashes)).rejects.toThrow(
      /pre-1\/pages-1\.img has/,
    );
  });

  it.each([
    ['none were planned', false, ['pre-1/pages-1.img']],
    ['out of turn', true, ['pre-2/pages-1.img']],
    ['out of turn', true, ['pre-1/pages-1.img', 'pre-2/pages-1.img']],
    ['no name of an image', true, ['pre-1/parent']],
    ['no name of an image', true, ['pre-1/../../pages-1.img']],
  ] as const)('are refused: %s', async (why, takesRounds, names) => {
    const { take, failures } = receive(takesRounds);
    for (const name of names) take(name, 'x');
    await expect.poll(() => failures[0]).toContain(why);
    expect(readdirSync(path.dirname(dir))).not.toContain('pages-1.img');
  });

  it('are no other than files of a container that came ahead, which count in the whole too', async () => {
    const { receiver, take } = receive(false);
    const root = take('container-root.tar', 'the root');
    await expect(receiver.finishAhead([{ ...root, length: 9 }])).rejects.toThrow(/has 8 bytes and not 9/);
    const other = receive(false);
    const beside = other.take('container-beside.tar', 'beside');
    await other.receiver.finishAhead([beside]);
    const last = other.take('pages-1.img', 'pages');
    rmSync(path.join(dir, 'container-root.tar'));
    await expect(other.receiver.finish([beside, last])).resolves.toBeUndefined();
  });

  it('must be as many and as long as the source says', async () => {
    const { receiver, take } = receive(true);
    const file = take('pre-1/pages-1.img', 'four');
    await expect(receiver.finishRound(1, [{ ...file, length: 5 }])).rejects.toThrow(/has 4 bytes and not 5/);
    const other = receive(false);
    await expect(other.receiver.finish([], 1)).rejects.toThrow(/0 rounds came, not 1/);
  });
});

describe('what was read back ahead', () => {
  it('is not read again, unless the file was touched since', async () => {
    writeFileSync(path.join(dir, 'a.img'), 'a');
    const hashes = new HashesAhead();
    hashes.add(dir, ['a.img'], async () => new Map([['a.img', 'as it was read']]));
    await hashes.settled;
    expect(hashes.find(dir, 'a.img')).toBe('as it was read');
    writeFileSync(path.join(dir, 'a.img'), 'b');
    expect(hashes.find(dir, 'a.img')).toBeNull();
  });

  it('fails the copy when it could not be read', async () => {
    const hashes = new HashesAhead();
    hashes.add(dir, [], () => readAndSync(dir, ['missing.img']));
    await expect(verifyImages(dir, { files: [] }, undefined, hashes)).rejects.toThrow(/ENOENT/);
  });
});
