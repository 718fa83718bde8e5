import { readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readCriuFacts } from '@godwit/criu-driver';
import { type HostFacts, known, unknown } from '@godwit/domain/facts';
import { z } from 'zod';
import { readBootId } from '../configuration/boot-id.ts';
import { writeFileDurably } from '../configuration/write-file-durably.ts';
import { type ProbeResult, probeTcp } from './probe-tcp.ts';

const cacheSchema = z.object({ key: z.string(), result: z.object({ passed: z.boolean(), detail: z.string() }) });

/**
 * What the CRIU of this host is and can do, measured: `criu check`, its features, and a real dump and restore. A probe that
 * passed is remembered for as long as program, kernel and boot stay the same.
 */
export const measureCriu = async (criuPath: string | null, stateDir: string): Promise<HostFacts['criu']> => {
  if (criuPath === null) return unknown('No CRIU was named with GODWIT_CRIU and none is on PATH.');
  const facts = await readCriuFacts(criuPath, path.join(stateDir, 'criu-facts.json'));
  if (!facts.known) return facts;
  return known({ ...facts.value, tcpProbe: await probe(criuPath, stateDir) }, facts.source);
};

const probe = async (criuPath: string, stateDir: string): Promise<ProbeResult> => {
  if (process.getuid?.() !== 0)
    return { passed: false, detail: 'The agent does not run as root, so CRIU cannot work.' };
  const file = path.join(stateDir, 'criu-probe.json');
  const key = describe(criuPath);
  const remembered = readCache(file);
  if (remembered?.key === key) return remembered.result;
  const result = await probeTcp(criuPath, path.join(stateDir, 'probe'));
  if (result.passed) writeFileDurably(file, JSON.stringify({ key, result }));
  return result;
};

const describe = (criuPath: string): string => {
  const { ino, size, mtimeMs } = statSync(criuPath);
  return [criuPath, ino, size, mtimeMs, os.release(), readBootId()].join('|');
};

const readCache = (file: string): z.infer<typeof cacheSchema> | null => {
  try {
    return cacheSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
};
