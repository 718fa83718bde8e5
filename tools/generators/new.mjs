import { repositoryRoot } from '../workspace/root.mjs';
import { generate, kinds } from './generate.mjs';

const [kind, name] = process.argv.slice(2);
if (!kind || !name) {
  console.error(`usage: npm run new -- ${kinds.join('|')} NAME`);
  process.exit(64);
}
try {
  const { written, next } = await generate(repositoryRoot, kind, name);
  for (const file of written) console.log(`written: ${file}`);
  for (const sentence of next) console.log(`next: ${sentence}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
