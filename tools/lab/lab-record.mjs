import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identify, isAlive } from './processes.mjs';

/**
 * What a lab knows about itself on disk.
 *
 * @typedef {{ pid: number, startTime: number | undefined }} RecordedProcess
 * @typedef {{ pid?: number, startTime?: number }} RecordedHost
 * @typedef {{ version: 1, set: number, stateDir: string, phase: 'building' | 'up' | 'removing',
 *   hosts: Record<string, RecordedHost> }} LabRecord
 */

/** @returns {LabRecord | undefined} undefined when there is none, or when it was torn by a crash */
export function readRecord(lab) {
  try {
    return JSON.parse(readFileSync(lab.recordFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes the record whole or not at all. */
export function writeRecord(lab, record) {
  mkdirSync(lab.dir, { recursive: true, mode: 0o755 });
  writeFileSync(`${lab.recordFile}.new`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${lab.recordFile}.new`, lab.recordFile);
}

/** @returns {LabRecord} */
export function startRecord(lab) {
  return { version: 1, set: lab.set, stateDir: lab.stateDir, phase: 'building', hosts: {} };
}

/**
 * Runs one change of a lab while nobody else changes it. A lock whose holder died is taken over.
 *
 * @template T
 * @param {import('./lab-layout.mjs').LabLayout} lab
 * @param {() => Promise<T>} change
 * @returns {Promise<T>}
 */
export async function withLabLock(lab, change) {
  const file = path.join(lab.stateDir, `lab-${lab.set}.lock`);
  mkdirSync(lab.stateDir, { recursive: true, mode: 0o755 });
  takeLock(file, lab.set);
  try {
    return await change();
  } finally {
    rmSync(file, { force: true });
  }
}

function takeLock(file, set) {
  const mine = JSON.stringify(identify(process.pid));
  if (existsSync(file) && !isAlive(readHolder(file))) rmSync(file, { force: true });
  try {
    writeFileSync(file, mine, { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const { pid } = readHolder(file) ?? {};
    throw new Error(`Lab set ${set} is being changed by process ${pid}. Wait for it to end, or use another --set.`);
  }
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
