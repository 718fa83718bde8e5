import { parseArgs } from 'node:util';

export const usage = `Usage: npm run in-guest -- [OPTION...] [--] COMMAND [ARGUMENT...]

Runs a command as root on a second kernel, in an emulator: one that tracks dirty pages, on which everything is allowed. It
sees this machine's files as they are; what it writes is gone when it ends. Its exit code is the command's.

  --memory MB             memory of the guest, its files included (3072)
  --cpus N                processors (2)
  --deadline-seconds N    the guest is ended after that time (600)
  --env NAME=VALUE        a variable for the command, which sees PATH, HOME and LANG only; may be repeated
  --take DIR=HOSTDIR      what is written below DIR in the guest stays in HOSTDIR; may be repeated`;

const options = {
  memory: { type: 'string', default: '3072' },
  cpus: { type: 'string', default: '2' },
  'deadline-seconds': { type: 'string', default: '600' },
  env: { type: 'string', multiple: true, default: [] },
  take: { type: 'string', multiple: true, default: [] },
};

/** What a person typed was not understood; the message says which part. */
export class UsageError extends Error {}

/**
 * Options end at the first word that is none, or at "--": from there on everything belongs to the command, untouched.
 *
 * @param {string[]} words
 * @returns {{ command: string[], memoryMb: number, cpus: number, deadlineMs: number, env: Record<string, string>,
 *   take: { guest: string, host: string }[] }}
 */
export function readGuestArguments(words) {
  const end = findCommand(words);
  const command = words.slice(words[end] === '--' ? end + 1 : end);
  if (command.length === 0) throw new UsageError('No command was given.');
  const { values } = parseOptions(words.slice(0, end));
  return {
    command,
    memoryMb: readNumber(values, 'memory'),
    cpus: readNumber(values, 'cpus'),
    deadlineMs: readNumber(values, 'deadline-seconds') * 1000,
    env: Object.fromEntries(values.env.map((one) => readPair('env', one))),
    take: values.take.map((one) => readPair('take', one)).map(([guest, host]) => ({ guest, host })),
  };
}

/** Every option has a value, either behind "=" or as the word that follows. */
function findCommand(words) {
  let at = 0;
  while (words[at]?.startsWith('--') && words[at] !== '--') at += words[at].includes('=') ? 1 : 2;
  return at;
}

function parseOptions(words) {
  try {
    return parseArgs({ args: words, options, strict: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
}

function readNumber(values, name) {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--${name} wants a whole number, not ${values[name]}.`);
  return number;
}

function readPair(name, text) {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined) throw new UsageError(`--${name} wants two parts with "=" between, not ${text}.`);
  return [key, value];
}
