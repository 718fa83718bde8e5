#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which npm does not carry and which Prisma would download. Same command
// line and the same JSON-RPC on stdio, answered by the engine's own WebAssembly build and pg. Set by run-prisma.mjs.
import { makeAdapterFactory } from './adapter-factory.mjs';
import { answerRequests } from './answer-requests.mjs';
import { runDatabaseCommand } from './database-commands.mjs';
import { parseEngineArguments } from './engine-arguments.mjs';
import { lastPanic, loadEngine } from './load-engine.mjs';

const { datamodels, url, command, version } = parseEngineArguments(process.argv.slice(2));

process.on('uncaughtException', (error) => {
  process.stderr.write(`${lastPanic() || error.stack}\n`);
  process.exit(101);
});

if (version) {
  process.stdout.write('schema-engine-cli wasm\n');
} else if (command) {
  process.exitCode = await runDatabaseCommand(command, url);
} else {
  let engine;
  const getEngine = () => {
    engine ??= loadEngine({ datamodels, factory: makeAdapterFactory(url) });
    return engine;
  };
  await answerRequests(getEngine);
  process.exit(0);
}
