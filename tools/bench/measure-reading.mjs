import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundle } from '../build/bundle.mjs';
import { copyKoffiAddon, koffiBeside } from '../build/koffi-beside.mjs';
import { repositoryRoot } from '../workspace/root.mjs';
import { startTree } from './start-tree.mjs';
import { format, summarise } from './statistics.mjs';

const run = promisify(execFile);
// A reader that has just started runs code that is not compiled yet: its first round is told by itself.
const rounds = 25;

/** CPU time of one reading of 10 processes with 500 descriptors, and time of one listing of a host with 1,000 processes. */
export async function measureReading() {
  const scratch = mkdtempSync(path.join(tmpdir(), 'godwit-reading-'));
  try {
    const outfile = path.relative(repositoryRoot, path.join(scratch, 'time-reading.js'));
    await bundle(repositoryRoot, { entry: 'tools/bench/time-reading.mjs', outfile, plugins: [koffiBeside] });
    copyKoffiAddon(scratch);
    const time = async (...argv) => {
      const { stdout } = await run(process.execPath, [path.join(scratch, 'time-reading.js'), ...argv]);
      return JSON.parse(stdout);
    };
    const read = await withTree([10, 45], scratch, ({ pid }) => time('tree', String(rounds), String(pid)));
    const listed = await withTree([1000, 0], scratch, () => time('list', String(rounds)));
    return { read, listed };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function withTree([size, more], scratch, action) {
  const tree = await startTree(size, scratch, more);
  try {
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;
    return { ...(await action(tree)), processes };
  } finally {
    for (const pid of tree.pids()) process.kill(pid, 'SIGKILL');
  }
}

/** What was measured, as lines of text. */
export function readingLines({ read, listed }) {
  const [first, ...later] = read.taken;
  const row = (label, value) => `  ${label.padEnd(44)} ${value}`;
  return [
    'Reading, in a process that goes on as the agent does (ms)',
    row(`10 processes, ${read.fds} descriptors: CPU time`, format(summarise(later.map(({ cpuMs }) => cpuMs)))),
    row('  the first time after its start', first.cpuMs.toFixed(1)),
    row(`host of ${listed.processes} processes listed`, format(summarise(listed.taken.map(({ wallMs }) => wallMs)))),
    row('  of it CPU time', format(summarise(listed.taken.map(({ cpuMs }) => cpuMs)))),
  ];
}
