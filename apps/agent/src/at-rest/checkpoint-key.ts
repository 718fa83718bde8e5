import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GodwitError } from '@godwit/domain/errors';
import { z } from 'zod';
import { writeFileDurably } from '../configuration/write-file-durably.ts';

const keyBytes = 32;
const algorithm = 'aes-256-gcm';

const wrappedSchema = z.object({ version: z.literal(1), nonce: z.string(), wrapped: z.string(), tag: z.string() });

/** Where the key lies that wraps those of checkpoints; an owner may put it on another disk than the images. */
const keyFile = (stateDir: string): string =>
  process.env.GODWIT_CHECKPOINT_KEY ?? path.join(stateDir, 'checkpoint-key');

const wrappedFile = (checkpointDir: string): string => path.join(checkpointDir, 'key.json');

/** Whether the images in a checkpoint's directory are sealed, or are about to be. */
export const isSealed = (checkpointDir: string): boolean => existsSync(wrappedFile(checkpointDir));

/** The key of one checkpoint, made and kept wrapped when there is none yet. It binds the checkpoint's id, so wrapped keys cannot be exchanged. */
export const ensureCheckpointKey = (stateDir: string, checkpointDir: string): Buffer => {
  if (isSealed(checkpointDir)) return readCheckpointKey(stateDir, checkpointDir);
  if (!existsSync(keyFile(stateDir))) writeFileDurably(keyFile(stateDir), randomBytes(keyBytes).toString('base64'));
  const key = randomBytes(keyBytes);
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, readMaster(stateDir), nonce).setAAD(idOf(checkpointDir));
  const wrapped = Buffer.concat([cipher.update(key), cipher.final()]);
  const [n, w, tag] = [nonce, wrapped, cipher.getAuthTag()].map((bytes) => bytes.toString('base64'));
  writeFileDurably(wrappedFile(checkpointDir), JSON.stringify({ version: 1, nonce: n, wrapped: w, tag }));
  return key;
};

/** Throws `images-differ` when the key file is not the one it was wrapped with, and `not-found` without one. */
export const readCheckpointKey = (stateDir: string, checkpointDir: string): Buffer => {
  const { nonce, wrapped, tag } = wrappedSchema.parse(JSON.parse(readFileSync(wrappedFile(checkpointDir), 'utf8')));
  const decipher = createDecipheriv(algorithm, readMaster(stateDir), Buffer.from(nonce, 'base64'));
  decipher.setAAD(idOf(checkpointDir)).setAuthTag(Buffer.from(tag, 'base64'));
  try {
    return Buffer.concat([decipher.update(Buffer.from(wrapped, 'base64')), decipher.final()]);
  } catch (cause) {
    throw new GodwitError(
      {
        code: 'images-differ',
        message: `The key of this checkpoint cannot be opened with ${keyFile(stateDir)}: it was wrapped with another key, or was changed.`,
        remedy: 'Bring back the key file that was there when the checkpoint was made.',
      },
      { cause },
    );
  }
};

const idOf = (checkpointDir: string): Buffer => Buffer.from(path.basename(checkpointDir));

const readMaster = (stateDir: string): Buffer => {
  const file = keyFile(stateDir);
  const key = existsSync(file) ? Buffer.from(readFileSync(file, 'utf8'), 'base64') : Buffer.alloc(0);
  if (key.length === keyBytes) return key;
  throw new GodwitError({
    code: 'not-found',
    message: `${file} holds no key, so encrypted checkpoints of this host cannot be opened.`,
    remedy: 'Bring the key file back from where it is kept.',
  });
};
