import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { identify } from '../harness/process-identity.mjs';

/**
 * @typedef {'server' | 'source-agent' | 'destination-agent' | 'source-hold' | 'destination-hold' | 'source-criu' |
 *   'destination-criu'} Victim
 */

/**
 * The process a fault is for, as it is now.
 *
 * @param {Victim} victim
 * @param {{ installation: import('../harness/start-installation.mjs').Installation, source: string, destination: string,
 *   runId: string, hosts: { name: string, pidNamespace: string }[] }} run
 * @returns {{ pid: number, startTime: number | undefined } | undefined}
 */
export function findVictim(victim, { installation, source, destination, runId, hosts }) {
  if (victim === 'server') return installation.server.process;
  const [side, part] = victim.split('-');
  const host = side === 'source' ? source : destination;
  if (part === 'agent') return installation.agents[host].process;
  const namespace = hosts.find(({ name }) => name === host)?.pidNamespace;
  const found = listWithWord(runId, namespace).find(({ words }) => (part === 'criu' ? isCriu(words) : isHold(words)));
  return found && identify(found.pid);
}

const isHold = (words) => words.some((word) => word.endsWith('/hold.js'));
// CRIU may have been started through a loader, so its name is not always the first word; its hook is not CRIU.
const isCriu = (words) =>
  words.some((word) => word.endsWith('/criu')) && words.some((word) => /^(dump|restore)$/.test(word));

function listWithWord(text, namespace) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && namespaceOf(name) === namespace)
    .map((name) => ({ pid: Number(name), words: wordsOf(name) }))
    .filter(({ words }) => words.some((word) => word.includes(text)))
    .sort((one, other) => one.pid - other.pid);
}

function namespaceOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}

function wordsOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  } catch {
    return [];
  }
}
