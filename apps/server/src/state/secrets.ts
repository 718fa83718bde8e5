import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { readOrMakePrivateFile } from './private-file.ts';

/** A secret to hand out: 256 random bits as text that survives URLs and shells. */
export const makeSecret = (): string => randomBytes(32).toString('base64url');

/** What is stored of a secret. It has 256 random bits, so it needs neither salt nor a slow hash. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The key that signs session cookies; made at the first start. */
export const readSessionSecret = (stateDir: string): Promise<string> =>
  readOrMakePrivateFile(path.join(stateDir, 'session-secret'), makeSecret);
