import { openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';

/** The states one side of a run has entered, as its journal on disk says; empty before there is one. */
export function readStates(runsDir, runId) {
  const states = [];
  for (const line of readLines(path.join(runsDir, runId, 'journal.jsonl'))) {
    const record = parse(line);
    if (record?.kind === 'opened') states.push('opened');
    if (record?.kind === 'state') states.push(record.state);
  }
  return states;
}

/** When one side of a run entered each state last, in milliseconds since 1970. */
export function readTimes(runsDir, runId) {
  const records = readLines(path.join(runsDir, runId, 'journal.jsonl')).map(parse);
  return Object.fromEntries(
    records.filter((record) => record?.kind === 'state').map(({ state, at }) => [state, Date.parse(at)]),
  );
}

/**
 * Follows CRIU's own log, which says the stage of its scripts ("Running post-dump scripts"); at network-lock a script is
 * called only for a tree with a network namespace of its own, but the line "Lock network" is always there. Only what was
 * added is read, so that asking costs next to nothing.
 *
 * @param {'dump' | 'restore'} action
 * @returns {() => string | undefined} gives the stage that CRIU has reached last
 */
export function followStage(runsDir, runId, action) {
  const file = path.join(runsDir, runId, 'work', `${action}.log`);
  const chunk = Buffer.alloc(1 << 18);
  let [fd, rest, last] = [undefined, '', undefined];
  return () => {
    fd ??= openIfThere(file);
    if (fd === undefined) return undefined;
    rest += chunk.toString('latin1', 0, readSync(fd, chunk));
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    const stage = lines.map(stageOf).findLast(Boolean);
    last = stage ?? last;
    return last;
  };
}

/** What a journal says besides states, each the last of its kind. */
export function readFacts(runsDir, runId) {
  const records = readLines(path.join(runsDir, runId, 'journal.jsonl')).map(parse);
  return Object.assign({}, ...records.filter((record) => record?.kind === 'facts').map(({ facts }) => facts));
}

function readLines(file) {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function stageOf(line) {
  return / Lock network$/.test(line) ? 'network-lock' : / Running ([a-z-]+) scripts/.exec(line)?.[1];
}

function openIfThere(file) {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}
