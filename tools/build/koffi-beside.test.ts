import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTree } from '../checks/make-tree.mjs';
import { runCommand } from '../process/run-command.mjs';
import { inRepository } from '../workspace/root.mjs';
import { bundle } from './bundle.mjs';
import { copyKoffiAddon, koffiBeside } from './koffi-beside.mjs';

const program = `
  try {
    const { default: koffi, load } = await import('koffi');
    const getpid = koffi.load('libc.so.6').func('int getpid()');
    console.log(getpid() === process.pid && typeof load === 'function' ? 'native' : 'wrong');
  } catch {
    console.log('fallback');
  }
`;

async function buildProgram() {
  const root = makeTree({ 'main.ts': program });
  symlinkSync(inRepository('node_modules'), path.join(root, 'node_modules'));
  await bundle(root, { entry: 'main.ts', outfile: 'dist/main.mjs', plugins: [koffiBeside] });
  return path.join(root, 'dist');
}

const run = async (folder: string) => {
  const result = await runCommand([process.execPath, path.join(folder, 'main.mjs')], { capture: true, cwd: '/' });
  return result.output.trim();
};

describe('a bundle with koffi', { timeout: 30_000 }, () => {
  it('uses the addon beside it', async () => {
    const folder = await buildProgram();
    copyKoffiAddon(folder);
    expect(await run(folder)).toBe('native');
  });

  it('still starts without the addon, so that the program can fall back', async () => {
    expect(await run(await buildProgram())).toBe('fallback');
  });
});
