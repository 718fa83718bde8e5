import { closeSync, fstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type Fact, known, unknown } from '@godwit/domain/facts';
import { readRootView } from '../files/root-view.ts';
import { reasonOf } from '../procfs/read-text.ts';
import type { Ancestor } from '../tree/read-ancestors.ts';
import { readStat } from '../tree/walk-tree.ts';
import { parseShellArguments } from './parse-shell-arguments.ts';
import { loopsAround } from './parse-shell-loops.ts';

const scriptLimitBytes = 1 << 20;

const readRegular = (path: string): string | null => {
  const fd = openSync(path, 'r');
  try {
    if (!fstatSync(fd).isFile()) return null;
    const bytes = Buffer.alloc(scriptLimitBytes);
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(fd);
  }
};

const readScriptFile = (pid: number, path: string): string | null => {
  // `bash /dev/fd/3` and the like read from a pipe, whose text is gone once it was read.
  if (/^\/(dev|proc)\//.test(path)) return null;
  const view = readRootView(pid);
  const absolute = isAbsolute(path) ? view.printed(path) : join(readlinkSync(`/proc/${pid}/cwd`), path);
  const lookup = view.lookup(absolute);
  return lookup === null ? null : readRegular(lookup);
};

/** The text a shell works through; null for one that gets its commands by hand or through a pipe. */
const scriptOf = ({ pid, commandLine }: Ancestor): string | null => {
  const input = parseShellArguments(commandLine);
  if (input.from === 'argument') return input.text;
  if (input.from === 'file') return readScriptFile(pid, input.path);
  const standardInput = readlinkSync(`/proc/${pid}/fd/0`);
  return standardInput.startsWith('/') && !standardInput.startsWith('/dev/') ? readRegular(`/proc/${pid}/fd/0`) : null;
};

/**
 * Process 1 adopts every orphan, so a loop of its own (to reap them) says nothing about a child, unless the loop names it
 * or the child still lives in the session of process 1.
 */
const mayHaveAdopted = (shell: Ancestor, childSid: number): boolean => shell.pid === 1 && readStat(1).sid !== childSid;

/** The child that a shell might run in a loop. */
export interface LoopChild {
  /** Names by which a script may call it, the most telling first. */
  names: readonly string[];
  sid: number;
}

/**
 * Whether a shell runs a child in a loop, which would start it again after its death: told by the shell's `-c` text or
 * script. A shell without either is nobody's supervisor. Unknown when the script may not be read.
 */
export const findShellLoop = (shell: Ancestor, child: LoopChild): Fact<boolean> => {
  try {
    const script = scriptOf(shell);
    const evidence = script === null ? 'none' : loopsAround(script, child.names);
    return known(evidence === 'named' || (evidence === 'possible' && !mayHaveAdopted(shell, child.sid)));
  } catch (error) {
    return unknown(reasonOf(error, `The script of the shell ${shell.pid} above the tree`));
  }
};
