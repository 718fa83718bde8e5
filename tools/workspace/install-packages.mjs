import { runCommand } from '../process/run-command.mjs';
import { needsInstallation, repositoryRoot } from './root.mjs';

/**
 * Runs `npm ci` when the packages are missing or not those of package-lock.json.
 *
 * @param {(line: string) => void} log
 */
export async function installPackages(log) {
  if (!needsInstallation()) return;
  log('Installing packages: npm ci');
  const argv = ['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = await runCommand(argv, { cwd: repositoryRoot, deadlineMs: 420_000 });
  if (result.code !== 0) throw new Error(`npm ci failed with code ${result.code}`);
}
