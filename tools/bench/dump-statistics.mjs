import { readFileSync } from 'node:fs';

const magicBytes = 8;

/**
 * Microseconds that CRIU itself says the tree was frozen, from its stats-dump: two magic numbers, a length, then a
 * StatsEntry whose field 1 is the DumpStatsEntry with freezing_time (1) and frozen_time (2), both varints (CRIU images/stats.proto).
 *
 * @param {string} file
 * @returns {{ freezingUs: number, frozenUs: number }}
 */
export function readDumpStatistics(file) {
  const content = readFileSync(file);
  const length = content.readUInt32LE(magicBytes);
  const entry = content.subarray(magicBytes + 4, magicBytes + 4 + length);
  const dump = readFields(entry).get(1);
  if (!Buffer.isBuffer(dump)) throw new Error(`${file} holds no statistics of a dump.`);
  const fields = readFields(dump);
  return { freezingUs: Number(fields.get(1)), frozenUs: Number(fields.get(2)) };
}

/** Fields of one protobuf message by number: varints and length-delimited ones, which is all this file holds. */
function readFields(bytes) {
  const fields = new Map();
  for (let at = 0; at < bytes.length; ) {
    const [key, afterKey] = readVarint(bytes, at);
    const [value, afterValue] = readVarint(bytes, afterKey);
    const delimited = (key & 7) === 2;
    at = delimited ? afterValue + value : afterValue;
    fields.set(key >> 3, delimited ? bytes.subarray(afterValue, at) : value);
  }
  return fields;
}

function readVarint(bytes, start) {
  let value = 0;
  for (let at = start, factor = 1; ; at += 1, factor *= 128) {
    value += (bytes[at] & 127) * factor;
    if (bytes[at] < 128) return [value, at + 1];
  }
}
