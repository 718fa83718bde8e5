import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readIdentity } from '../configuration/identity-file.ts';
import { fingerprintOf } from '../connection/tls/certificate-fingerprint.ts';
import { makeCertificate, type TestCertificate } from '../connection/tls/test-certificate.ts';
import { join } from './join.ts';

const granted = { hostId: '6f0c1d9e-2a3b-4c5d-8e7f-0a1b2c3d4e5f', credential: 'c'.repeat(43), name: 'lab-a' };
const token = 't'.repeat(32);
const closers: (() => void)[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-join-'));
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
  rmSync(folder, { recursive: true });
});

const startServer = async (certificate: TestCertificate, status: number, answer: unknown) => {
  const bodies: unknown[] = [];
  const server = createServer({ key: certificate.key, cert: certificate.certificate }, async (request, response) => {
    bodies.push({ url: request.url, body: JSON.parse(await readBody(request)) });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return { bodies, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const fingerprint = (certificate: TestCertificate) => fingerprintOf(new X509Certificate(certificate.certificate));
const options = (server: string, pin: string) => ({
  server,
  token,
  fingerprint: pin,
  'state-dir': folder,
  name: 'lab-a',
});

test('the token is traded for a credential, which only the owner of the folder may read', async () => {
  const certificate = await makeCertificate('godwit');
  const server = await startServer(certificate, 200, granted);
  await join(options(server.url, fingerprint(certificate)));
  expect(server.bodies).toEqual([
    { url: '/agent/enrol', body: { protocolVersion: 1, token, name: 'lab-a', agentVersion: '0.1.0' } },
  ]);
  expect(readIdentity(folder)).toMatchObject({ ...granted, server: server.url, fingerprint: fingerprint(certificate) });
  expect(statSync(path.join(folder, 'identity.json')).mode & 0o777).toBe(0o600);
});

test('a server with another certificate never sees the token', async () => {
  const server = await startServer(await makeCertificate('godwit'), 200, granted);
  await expect(join(options(server.url, 'a'.repeat(64)))).rejects.toMatchObject({ code: 'token-invalid' });
  expect(server.bodies).toEqual([]);
});

test('showing the pinned authority beside a leaf that it did not sign does not help an impostor', async () => {
  const authority = await makeCertificate('authority', { authority: true });
  const leaf = await makeCertificate('leaf');
  const shown = { ...leaf, certificate: leaf.certificate + authority.certificate };
  const server = await startServer(shown, 200, granted);
  await expect(join(options(server.url, fingerprint(authority)))).rejects.toMatchObject({ code: 'token-invalid' });
  expect(server.bodies).toEqual([]);
});

test('the fingerprint of the authority that signed the leaf is enough', async () => {
  const authority = await makeCertificate('authority', { authority: true });
  const leaf = await makeCertificate('leaf', { signedBy: authority });
  const shown = { ...leaf, certificate: leaf.certificate + authority.certificate };
  const server = await startServer(shown, 200, granted);
  await join(options(server.url, fingerprint(authority)));
  expect(new X509Certificate(readIdentity(folder).certificate).subject).toBe('CN=authority');
});

test('what the server says against it is what the person reads', async () => {
  const certificate = await makeCertificate('godwit');
  const error = { code: 'token-invalid', message: 'The token was used.', remedy: 'Make a new enrolment.' };
  const server = await startServer(certificate, 403, { error });
  await expect(join(options(server.url, fingerprint(certificate)))).rejects.toMatchObject({
    code: 'token-invalid',
    message: 'The token was used.',
  });
  expect(() => readIdentity(folder)).toThrow(/has not joined/);
});

test('nobody listening is told as such', async () => {
  await expect(join(options('https://127.0.0.1:1', 'a'.repeat(64)))).rejects.toMatchObject({ code: 'host-lost' });
});
