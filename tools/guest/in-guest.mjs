import { readGuestArguments, UsageError, usage } from './guest-arguments.mjs';
import { runInGuest } from './run-in-guest.mjs';

/** As env(1) and others say it: not the command failed, but what should have run it. */
const ownFailure = 125;

try {
  const job = readGuestArguments(process.argv.slice(2));
  process.exitCode = await runInGuest({ ...job, cwd: process.cwd(), log: console.error });
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${usage}` : error.message);
  process.exitCode = ownFailure;
}
