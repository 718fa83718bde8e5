// `node tools/prisma/run-prisma.mjs ARGUMENTS`: the Prisma command with our schema engine, from the repository root.
import path from 'node:path';
import { runCommand } from '../process/run-command.mjs';
import { inRepository, repositoryRoot } from '../workspace/root.mjs';

const env = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: path.join(import.meta.dirname, 'schema-engine.mjs'),
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
};
const argv = [process.execPath, inRepository('node_modules/prisma/build/index.js'), ...process.argv.slice(2)];
const { code } = await runCommand(argv, { cwd: repositoryRoot, env });
process.exit(code);
