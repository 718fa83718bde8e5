import { needsInstallation, repositoryRoot } from '../workspace/root.mjs';

if (needsInstallation()) {
  process.stderr.write('The packages are not installed, or older than package-lock.json. Run npm ci first.\n');
  process.exit(1);
}

const { allChecks } = await import('./all-checks.mjs');
const failed = [];
for (const check of allChecks) {
  const started = performance.now();
  const problems = await check.run(repositoryRoot).catch((error) => [error.stack]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${problems.length ? 'FAILED' : 'ok    '} ${check.name} (${seconds} s)`);
  for (const problem of problems) console.log(`       ${problem.replaceAll('\n', '\n       ')}`);
  if (problems.length) failed.push(check.name);
}

console.log(
  failed.length
    ? `\n${failed.length} of ${allChecks.length} checks failed: ${failed.join(', ')}`
    : '\nAll checks passed',
);
process.exitCode = failed.length ? 1 : 0;
