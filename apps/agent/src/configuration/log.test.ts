import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('no secret gets into a line, however deep it was put', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  const secret = 'gdw-s3cret';
  log.info({ token: secret, identity: { credential: secret }, request: { auth: { credential: secret } } }, 'joined');
  expect(lines.join('')).toContain('joined');
  expect(lines.join('')).not.toContain(secret);
});
