import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const panics = {
  message: '',
  get() {
    return this.message;
  },
  set_message(message) {
    this.message = message;
  },
};

/**
 * Starts Prisma's schema engine out of @prisma/schema-engine-wasm. The bytes are handed over, because importing .wasm
 * as a module needs a flag on Node 20.
 */
export async function loadEngine({ datamodels, factory }) {
  const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const bindings = await import(path.join(folder, 'schema_engine_bg.js'));
  const bytes = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  globalThis.PRISMA_WASM_PANIC_REGISTRY = panics;
  const files = datamodels.map((file) => [file, readFileSync(file, 'utf8')]);
  return bindings.SchemaEngine.new({ datamodels: files.length > 0 ? files : undefined }, () => undefined, factory);
}

/** The text of the engine's last panic, or an empty one. */
export const lastPanic = () => panics.message;
