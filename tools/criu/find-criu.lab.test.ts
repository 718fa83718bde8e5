import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultCacheDir, findCriu } from './find-criu.mjs';
import { probeCriu } from './probe-criu.mjs';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'godwit-find-criu-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A program named criu, alone in a directory of its own. */
function writeFakeCriu(name: string, script: string): string {
  const folder = mkdtempSync(path.join(directory, `${name}-`));
  const file = path.join(folder, 'criu');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

function listProbeProcesses(): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('probe-listener.mjs');
    } catch {
      return false;
    }
  });
}

describe('findCriu', () => {
  it('finds one that works, and knows it the next time', async () => {
    const env = { PATH: process.env.PATH };
    const first = await findCriu({ env });
    expect(first).toMatchObject({ found: true });
    const started = performance.now();
    const second = await findCriu({ env });
    expect(second).toMatchObject({ found: true, fromCache: true });
    expect(performance.now() - started).toBeLessThan(1000);
    expect(listProbeProcesses()).toEqual([]);
  });

  it('probes anew when nothing is known: dump, restore and an answer', async () => {
    const { path: known } = (await findCriu({ env: { PATH: process.env.PATH } })) as { path: string };
    const found = await findCriu({ cacheDir: path.join(directory, 'empty'), env: { GODWIT_CRIU: known } });
    expect(found).toMatchObject({ found: true, fromCache: false, source: 'GODWIT_CRIU' });
    expect(found.found && found.version).toMatch(/^\d+\.\d+/);
    expect(listProbeProcesses()).toEqual([]);
  });

  it('takes a CRIU that was named and fails for a failure, and looks no further', async () => {
    const missing = await findCriu({ env: { GODWIT_CRIU: '/bin/true', PATH: process.env.PATH } });
    expect(missing).toMatchObject({ found: false });
    expect(missing.found || missing.reason).toMatch(/\/bin\/true.*did nothing/);
    expect(missing.rejected).toHaveLength(1);
    const absent = await findCriu({ env: { GODWIT_CRIU: '/no/such/criu' } });
    expect(absent.found || absent.reason).toMatch(/not an executable file/);
  });

  it("rejects one on PATH with CRIU's own error line and takes the next", async () => {
    const line = '(00.001) Error (criu/vdso.c:638): vdso: Unexpected rt vDSO area bounds';
    const fake = writeFakeCriu(
      'broken',
      `while [ "$1" != --images-dir ]; do shift; done; echo '${line}' > "$2/dump.log"; exit 1`,
    );
    const result = await findCriu({ cacheDir: defaultCacheDir(), env: { PATH: path.dirname(fake) } });
    expect(result).toMatchObject({ found: true, source: 'debian' });
    expect(result.rejected).toEqual([{ path: fake, source: 'PATH', reason: expect.stringContaining(line) }]);
  });
});

describe('probeCriu', () => {
  it('is not taken in by one that kills the process and says that all went well', async () => {
    const script = [
      'command=$1; while [ $# -gt 0 ]; do',
      '  case $1 in --tree) kill -9 "$2";; --images-dir) dir=$2;; esac; shift',
      'done',
      'echo done > "$dir/$command.log"',
    ].join('\n');
    const probe = await probeCriu(writeFakeCriu('pretender', script), { scratchDir: directory });
    expect(probe).toEqual({ works: false, reason: expect.stringContaining('the process is not there') });
  });

  it('is not taken in by one that does nothing to the process', async () => {
    const script = 'command=$1; while [ "$1" != --images-dir ]; do shift; done; echo done > "$2/$command.log"';
    const probe = await probeCriu(writeFakeCriu('idler', script), { scratchDir: directory });
    expect(probe).toEqual({ works: false, reason: expect.stringContaining('still runs') });
    expect(listProbeProcesses()).toEqual([]);
    expect(readdirSync(directory).filter((name) => name.startsWith('godwit-criu-probe'))).toEqual([]);
  });
});
