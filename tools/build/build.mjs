import { parseArgs } from 'node:util';
import { buildProject } from './build-project.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
try {
  await buildProject({ only: values.only?.split(',') });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
