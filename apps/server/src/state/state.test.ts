import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readServerCertificate } from './certificates.ts';
import { readOrMakePrivateFile } from './private-file.ts';
import { hashSecret, makeSecret, readSessionSecret } from './secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes the certificate once, signed by an authority of its own, for us alone to read', async () => {
  const first = await readServerCertificate(folder);
  expect(await readServerCertificate(folder)).toEqual(first);
  const [server, authority] = first.chain
    .split(/(?=-----BEGIN)/)
    .filter((pem) => pem.trim())
    .map((pem) => new X509Certificate(pem));
  expect(server?.verify(authority!.publicKey)).toBe(true);
  expect(authority?.ca).toBe(true);
  expect(server?.ca).toBe(false);
  expect(server?.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(first.fingerprint);
  expect(statSync(path.join(folder, 'tls/agents.json')).mode & 0o777).toBe(0o600);
});

it('gives two processes that start at once the same file', async () => {
  const file = path.join(folder, 'a/secret');
  const both = await Promise.all([readOrMakePrivateFile(file, makeSecret), readOrMakePrivateFile(file, makeSecret)]);
  expect(both[0]).toBe(both[1]);
});

it('keeps the session secret over restarts', async () => {
  expect(await readSessionSecret(folder)).toBe(await readSessionSecret(folder));
});

it('makes secrets that nobody guesses, and hashes that do not lead back', () => {
  expect(new Set(Array.from({ length: 100 }, makeSecret)).size).toBe(100);
  expect(makeSecret()).toMatch(/^[\w-]{43}$/);
  expect(hashSecret('a')).toMatch(/^[0-9a-f]{64}$/);
});
