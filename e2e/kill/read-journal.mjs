import { readFileSync } from 'node:fs';
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

/**
 * The stage of its scripts that CRIU has reached last, as its own log says ("Running post-dump scripts").
 *
 * @param {'dump' | 'restore'} action
 */
export function readStage(runsDir, runId, action) {
  const lines = readLines(path.join(runsDir, runId, 'work', `${action}.log`));
  const last = lines.findLast((line) => /Running [a-z-]+ scripts/.test(line));
  return last && /Running ([a-z-]+) scripts/.exec(last)?.[1];
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

/** What a journal says besides states, each the last of its kind. */
export function readFacts(runsDir, runId) {
  const records = readLines(path.join(runsDir, runId, 'journal.jsonl')).map(parse);
  return Object.assign({}, ...records.filter((record) => record?.kind === 'facts').map(({ facts }) => facts));
}
