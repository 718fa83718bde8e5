import { installPackages } from '../workspace/install-packages.mjs';
import { repositoryRoot } from '../workspace/root.mjs';
import { installSystemPackages } from './system-packages.mjs';

const shownLines = 30;

/** Everything from a bare clone to the totals. Nothing outside of Node is loaded before npm ci has run. */
async function main() {
  await installSystemPackages(console.log);
  await installPackages(console.log);
  const { runAllTests } = await import('./run-all-tests.mjs');
  return runAllTests(repositoryRoot, console.log);
}

function report({ passed, failures, unsteady }) {
  for (const failure of unsteady) print('UNSTEADY (failed, and passed alone)', failure);
  for (const failure of failures) print('FAILED', failure);
  console.log(`\n${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length ? 1 : 0;
}

function print(verdict, { name, message }) {
  console.log(`\n${verdict} ${name}\n${message.split('\n').slice(0, shownLines).join('\n')}`);
}

try {
  report(await main());
} catch (error) {
  report({ passed: 0, failures: [{ name: 'npm test', message: error.stack }], unsteady: [] });
}
