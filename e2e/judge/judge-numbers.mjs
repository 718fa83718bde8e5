import { readText } from './read-proc.mjs';

/**
 * Whether each number of one counter is there once, without a gap and in order.
 *
 * @param {number[]} numbers as they were written down
 * @returns {{ count: number, last: number, missing: number[], repeated: number[], outOfOrder: number[], sound: boolean }}
 */
export function judgeNumbers(numbers) {
  const seen = new Set();
  const repeated = [];
  const outOfOrder = [];
  let highest = 0;
  for (const number of numbers) {
    if (seen.has(number)) repeated.push(number);
    else if (number < highest) outOfOrder.push(number);
    seen.add(number);
    highest = Math.max(highest, number);
  }
  const missing = [];
  for (let number = 1; number <= highest; number += 1) if (!seen.has(number)) missing.push(number);
  const sound = numbers.length > 0 && [missing, repeated, outOfOrder].every((list) => list.length === 0);
  return { count: numbers.length, last: highest, missing, repeated, outOfOrder, sound };
}

/** The numbers of one counter in the observer's log (JSON lines), torn last line left out. */
export function readObserverNumbers(file, nonce) {
  return readJsonLines(file)
    .filter((line) => line.nonce === nonce)
    .map((line) => line.number);
}

/** The numbers of one counter in the file it writes itself: "NUMBER NONCE" a line. */
export function readWrittenNumbers(file, nonce) {
  const lines = wholeLines(file).map((line) => line.split(' '));
  return lines.filter(([, one]) => one === nonce).map(([number]) => Number(number));
}

export function readJsonLines(file) {
  return wholeLines(file).map((line) => JSON.parse(line));
}

function wholeLines(file) {
  return readText(file).split('\n').slice(0, -1);
}
