import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { measureCriu } from './measure-criu.ts';

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(path.join(os.tmpdir(), 'godwit-measure-'));
});
afterEach(() => rmSync(stateDir, { recursive: true }));

const probeOf = (facts: Awaited<ReturnType<typeof measureCriu>>) => (facts.known ? facts.value.tcpProbe : null);

test('a CRIU that works has dumped and restored a process here, and leaves nothing behind', async () => {
  const facts = await measureCriu(process.env.GODWIT_CRIU ?? null, stateDir);
  expect(probeOf(facts)).toMatchObject({ passed: true });
  expect(readdirSync(path.join(stateDir, 'probe'))).toEqual([]);
});

test('a CRIU that passes its own check but dumps nothing is found out, with the reason', async () => {
  const fake = path.join(stateDir, 'criu');
  writeFileSync(fake, '#!/bin/sh\ncase "$1" in --version) echo "Version: 4.1.1" ;; dump) exit 1 ;; esac\n');
  chmodSync(fake, 0o755);
  const facts = await measureCriu(fake, stateDir);
  expect(probeOf(facts)).toMatchObject({ passed: false, detail: expect.stringMatching(/criu dump/) });
});

test('a program that is no CRIU is unknown, and so is none at all', async () => {
  expect(await measureCriu('/bin/true', stateDir)).toMatchObject({ known: false });
  expect(await measureCriu(null, stateDir)).toMatchObject({
    known: false,
    reason: expect.stringMatching(/GODWIT_CRIU/),
  });
});
