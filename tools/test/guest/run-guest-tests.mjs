import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildHarnessPrograms } from '../../build/harness-programs.mjs';
import { runInGuest } from '../../guest/run-in-guest.mjs';
import { repositoryRoot } from '../../workspace/root.mjs';

// Boots one guest and runs tests in it. Arguments: REPORT-FOLDER SECONDS COMMAND... The folder is the one place where
// what the guest writes stays; what the tests run is bundled into it beforehand, outside of the emulator.
const [folder, seconds, ...command] = process.argv.slice(2);

async function main() {
  // An emulator takes all it gets; tests of the lab, beside which it runs, measure time.
  os.setPriority(os.constants.priority.PRIORITY_LOW);
  const programs = path.join(folder, 'programs');
  mkdirSync(programs, { recursive: true });
  await buildHarnessPrograms(repositoryRoot, programs);
  const { GODWIT_CRIU, NO_COLOR } = process.env;
  const known = Object.entries({ GODWIT_CRIU, NO_COLOR }).filter(([, value]) => value !== undefined);
  return runInGuest({
    command,
    cwd: repositoryRoot,
    memoryMb: 3072,
    cpus: 2,
    deadlineMs: Number(seconds) * 1000,
    env: { ...Object.fromEntries(known), GODWIT_AGENT_PROBES: 'off', GODWIT_HARNESS_PROGRAMS: programs },
    take: [{ guest: folder, host: folder }],
    log: console.log,
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
