import { mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import path from 'node:path';

const kept = 32;

/**
 * What a proof holds for: this very file, on this kernel, since this boot. A changed binary, kernel or boot is probed anew.
 *
 * @param {string} criuPath an existing file
 */
export function describeProof(criuPath) {
  const file = realpathSync(criuPath);
  const { dev, ino, size, mtimeMs } = statSync(file);
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return [file, dev, ino, size, mtimeMs, release(), bootId].join('|');
}

/** @returns {boolean} whether `key` was proved before; an unreadable cache only costs a new probe */
export function isProved(cacheDir, key) {
  return readProofs(cacheDir).includes(key);
}

/** Remembers a proof. A cache that cannot be written is not an error: the probe is then repeated next time. */
export function rememberProof(cacheDir, key) {
  const proofs = [...readProofs(cacheDir).filter((known) => known !== key), key].slice(-kept);
  try {
    mkdirSync(cacheDir, { recursive: true });
    const target = proofFile(cacheDir);
    writeFileSync(`${target}.${process.pid}`, JSON.stringify(proofs, null, 2));
    renameSync(`${target}.${process.pid}`, target);
  } catch {
    return false;
  }
  return true;
}

function readProofs(cacheDir) {
  try {
    const proofs = JSON.parse(readFileSync(proofFile(cacheDir), 'utf8'));
    return Array.isArray(proofs) ? proofs : [];
  } catch {
    return [];
  }
}

function proofFile(cacheDir) {
  return path.join(cacheDir, 'proved.json');
}
