import { installPackages } from '../workspace/install-packages.mjs';
import { createProgress } from './progress.mjs';
import { readSettings } from './settings.mjs';
import { createStopList } from './stop-list.mjs';

// Whoever reads what we print may go away before us; that is no reason to leave things behind.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

const stops = createStopList({ note: (line) => console.log(line) });
const progress = createProgress(stops.step);

// Nothing outside of Node may be loaded before the packages are installed, so the rest is imported after that.
async function main() {
  const settings = readSettings(process.argv.slice(2), process.env);
  await installPackages(progress.note);
  const { startEverything } = await import('./start-everything.mjs');
  const { url, setupLink } = await startEverything({ settings, progress, stops });
  progress.note(`\nGodwit runs at ${url}${setupLink ? `, first administrator: ${setupLink}` : ''} (Ctrl-C stops it)`);
}

try {
  await main();
} catch (error) {
  if (!stops.isStopping()) {
    process.stderr.write(`\n${error.message}\n`);
    await stops.run(1);
  }
}
