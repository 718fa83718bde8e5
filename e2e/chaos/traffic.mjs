import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * What was added to a log of JSON lines since the last look: a log that grows for hours is not read again for every run.
 *
 * @param {string} file begins at its end of now
 */
export function followLog(file) {
  let [at, rest] = [sizeOf(file), ''];
  return () => {
    const text = readFrom(file, at);
    at += Buffer.byteLength(text, 'latin1');
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    return lines.filter(Boolean);
  };
}

function sizeOf(file) {
  try {
    const fd = openSync(file, 'r');
    const { size } = fstatSync(fd);
    closeSync(fd);
    return size;
  } catch {
    return 0;
  }
}

function readFrom(file, at) {
  let fd;
  try {
    fd = openSync(file, 'r');
  } catch {
    return '';
  }
  const length = Math.max(0, fstatSync(fd).size - at);
  const buffer = Buffer.alloc(length);
  const read = length === 0 ? 0 : readSync(fd, buffer, 0, length, at);
  closeSync(fd);
  return buffer.toString('latin1', 0, read);
}

/** The counter: the numbers its observer wrote down and the ones it wrote itself, each once, without a gap and in order. */
export function judgeCounter(lab, nonceOf) {
  const observed = followLog(`${lab.rootOf('lab-c')}/var/log/observer.jsonl`);
  const written = followLog(`${lab.rootOf('lab-c')}/srv/shared/counter/lines`);
  const last = { nonce: '', observed: undefined, written: undefined };
  const check = (what, numbers) => {
    const complaints = [];
    for (const number of numbers) {
      if (last[what] !== undefined && number !== last[what] + 1)
        complaints.push(`the counter's ${what} numbers: ${number} came after ${last[what]}`);
      last[what] = number;
    }
    return complaints;
  };
  return () => {
    const nonce = nonceOf('counter');
    if (nonce !== last.nonce) Object.assign(last, { nonce, observed: undefined, written: undefined });
    const fromObserver = observed()
      .map((line) => JSON.parse(line))
      .filter((line) => line.nonce === nonce);
    const own = written()
      .map((line) => line.split(' '))
      .filter(([, one]) => one === nonce);
    const complaints = [
      ...check(
        'observed',
        fromObserver.map(({ number }) => number),
      ),
      ...check(
        'written',
        own.map(([number]) => Number(number)),
      ),
    ];
    return { progress: last.observed ?? 0, complaints };
  };
}

/** A client that sums up what it got, four times a second, and writes down every error it sees. */
export function judgeClientLog(lab, client, counter) {
  const added = followLog(`${lab.rootOf('lab-c')}/var/log/${client}.jsonl`);
  let progress = 0;
  return () => {
    const lines = added().map((line) => JSON.parse(line));
    progress = lines.findLast(({ kind }) => kind === 'summary')?.[counter] ?? progress;
    const errors = lines.filter(({ kind }) => kind === 'error');
    return { progress, complaints: errors.map((error) => `${client}: ${JSON.stringify(error)}`) };
  };
}
