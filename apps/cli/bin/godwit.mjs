#!/usr/bin/env node
import { existsSync } from 'node:fs';

const bundle = new URL('../dist/godwit.js', import.meta.url);

if (existsSync(bundle)) {
  await import(bundle.href);
} else {
  process.stderr.write('The godwit command has not been built yet. Run `npm run build` in the project first.\n');
  process.exitCode = 70;
}
