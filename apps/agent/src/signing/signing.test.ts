import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runPaths } from '../hold/run-paths.ts';
import { requireSigned, signManifest, signRunKey } from './index.ts';
import { knownPeersFile } from './known-peers.ts';
import { requirePeer } from './require-peer.ts';
import { isSignedBy } from './signed-text.ts';
import { ensureSigningKey, keyFingerprint, signText } from './signing-key.ts';

const runId = '6f5b0f2e-1111-4222-8333-444455556666';
const certificate = 'a'.repeat(64);
let sender: string;
let receiver: string;
beforeEach(() => {
  [sender, receiver] = ['sender', 'receiver'].map((name) => mkdtempSync(path.join(os.tmpdir(), `godwit-${name}-`))) as [
    string,
    string,
  ];
});
afterEach(() => {
  for (const dir of [sender, receiver]) rmSync(dir, { recursive: true, force: true });
});

const pathsIn = (stateDir: string) => runPaths(path.join(stateDir, 'runs'), runId);
const claim = (stateDir = sender) => ({
  runId,
  peerFingerprint: certificate,
  peerIdentity: { hostId: 'lab-a', ...signRunKey(pathsIn(stateDir), certificate) },
});
const believe = (policy = {}) => ({ stateDir: receiver, policy });

it('an agent has one key, which only its owner can read', () => {
  const key = ensureSigningKey(sender);
  expect(ensureSigningKey(sender)).toBe(key);
  expect(statSync(path.join(sender, 'signing-key.pem')).mode & 0o077).toBe(0);
  expect(isSignedBy(key, 'text', signText(sender, 'text'))).toBe(true);
  expect(isSignedBy(key, 'other', signText(sender, 'text'))).toBe(false);
  expect(isSignedBy('no key', 'text', 'no signature')).toBe(false);
});

describe('a server that was taken over', () => {
  it('cannot give another certificate, another run or no signature at all', () => {
    requirePeer(claim(), believe());
    expect(() => requirePeer({ ...claim(), peerFingerprint: 'b'.repeat(64) }, believe())).toThrow('does not fit');
    const other = { ...claim(), runId: '6f5b0f2e-1111-4222-8333-777777777777' };
    expect(() => requirePeer(other, believe())).toThrow('does not fit');
    expect(() => requirePeer({ runId, peerFingerprint: certificate }, believe())).toThrow('is not signed');
  });

  it('cannot pretend to be an agent that was seen before', () => {
    requirePeer(claim(), believe());
    const thief = mkdtempSync(path.join(os.tmpdir(), 'godwit-thief-'));
    expect(() => requirePeer(claim(thief), believe())).toThrow('it had');
    rmSync(thief, { recursive: true });
    requirePeer(claim(), believe());
  });

  it('cannot bring in an agent that the policy does not name', () => {
    const own = keyFingerprint(ensureSigningKey(sender));
    requirePeer(claim(), believe({ peerKeys: [own] }));
    expect(() => requirePeer(claim(), believe({ peerKeys: ['c'.repeat(64)] }))).toThrow('does not name');
    expect(() => requirePeer(claim(), believe({ peerKeys: [] }))).toThrow('does not name');
  });

  it('cannot hope for a damaged list of known agents', () => {
    writeFileSync(knownPeersFile(receiver), '{"lab-a":');
    expect(() => requirePeer(claim(), believe())).toThrow();
  });
});

it('images pass only with the signature of their sender over exactly these', () => {
  const manifest = { files: [{ name: 'core-1.img', length: 3, sha256: 'd'.repeat(64) }], tasks: [], frozenAtBootMs: 7 };
  const signature = signManifest(pathsIn(sender), manifest);
  const key = { publicKey: ensureSigningKey(sender) };
  requireSigned(pathsIn(receiver), key, { manifest: JSON.parse(JSON.stringify(manifest)), signature });
  const foreign = { ...manifest, files: [{ name: 'core-1.img', length: 3, sha256: 'e'.repeat(64) }] };
  expect(() => requireSigned(pathsIn(receiver), key, { manifest: foreign, signature })).toThrow('signature');
  const other = { publicKey: ensureSigningKey(receiver) };
  expect(() => requireSigned(pathsIn(receiver), other, { manifest, signature })).toThrow('signature');
  expect(() => requireSigned(pathsIn(receiver), key, { manifest, signature: '' })).toThrow('signature');
});
