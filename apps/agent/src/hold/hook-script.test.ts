import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decide, markReleasing, readDecision } from './decision.ts';
import { HookPipe } from './hook-pipe.ts';
import { writeDestinationHook, writeFenceFile, writeSourceHook } from './hook-script.ts';
import { type RunPaths, runPaths } from './run-paths.ts';

let base: string;
let paths: RunPaths;
let hook: HookPipe;
let script: ChildProcess | null = null;
beforeEach(async () => {
  // A quote and a blank in the path must do no harm.
  base = mkdtempSync(path.join(os.tmpdir(), "godwit hook's-"));
  paths = runPaths(base, '0f6fd4b8-1111-4111-8111-111111111111');
  mkdirSync(paths.dir);
  hook = await HookPipe.open(paths);
});
afterEach(() => {
  script?.kill('SIGKILL');
  rmSync(base, { recursive: true });
});

const run = (stage: string): ChildProcess => {
  const child = spawn(paths.hookScript, { env: { ...process.env, CRTOOLS_SCRIPT_ACTION: stage }, stdio: 'inherit' });
  script = child;
  return child;
};

const ended = async (child: ChildProcess): Promise<number> => Number((await once(child, 'exit'))[0]);

const freezeFile = (): string => {
  const file = path.join(base, 'cgroup.freeze');
  writeFileSync(file, '1');
  writeFenceFile(paths, { kind: 'freeze-file', file, frozen: '1', thawed: '0' });
  return file;
};

describe('the hook of the source', () => {
  beforeEach(() => writeSourceHook(paths));

  it.each(['pre-dump', 'network-lock', 'post-restore', ''])('lets the stage %j pass at once', async (stage) => {
    expect(await ended(run(stage))).toBe(0);
  });

  it('waits at post-dump and ends as was decided', async () => {
    const child = run('post-dump');
    expect(await hook.held).toBe(child.pid);
    decide(paths, { decision: 'committed', epoch: 1, by: 'server', reason: '' });
    const end = ended(child);
    hook.wake();
    expect(await end).toBe(0);
  });

  it('gives back when that was decided, and leaves the fence to the living hold process', async () => {
    const file = freezeFile();
    const child = run('post-dump');
    await hook.held;
    decide(paths, { decision: 'aborted', epoch: 1, by: 'hold', reason: '' });
    const end = ended(child);
    hook.wake();
    expect(await end).toBe(1);
    expect(readFileSync(file, 'utf8').trim()).toBe('1');
  });

  it('decides alone when the hold process is dead: aborted, thawed', async () => {
    const file = freezeFile();
    const child = run('post-dump');
    await hook.held;
    const end = ended(child);
    hook.close();
    expect(await end).toBe(1);
    expect(readDecision(paths)).toMatchObject({ decision: 'aborted', by: 'hook' });
    expect(readFileSync(file, 'utf8').trim()).toBe('0');
    const late = decide(paths, { decision: 'committed', epoch: 1, by: 'server', reason: '' });
    expect(late.decision).toBe('aborted');
  });

  it('has aborted for everybody when the disk was too full to say why', () => {
    writeFileSync(paths.decision, '');
    expect(readDecision(paths)).toMatchObject({ decision: 'aborted', by: 'hold' });
    const late = decide(paths, { decision: 'committed', epoch: 1, by: 'server', reason: '' });
    expect(late.decision).toBe('aborted');
  });

  it('carries out a commit that the hold process wrote before it died', async () => {
    const child = run('post-dump');
    await hook.held;
    decide(paths, { decision: 'committed', epoch: 1, by: 'server', reason: '' });
    const end = ended(child);
    hook.close();
    expect(await end).toBe(0);
  });

  it('does not wait for a hold process that was dead before', async () => {
    hook.close();
    expect(await ended(run('post-dump'))).toBe(1);
  });
});

describe('the hook of the destination', () => {
  beforeEach(() => writeDestinationHook(paths));

  it('lets the copy go only with the mark', async () => {
    const child = run('post-restore');
    await hook.held;
    markReleasing(paths);
    const end = ended(child);
    hook.wake();
    expect(await end).toBe(0);
  });

  it('ends the copy when the hold process dies without it', async () => {
    const child = run('post-restore');
    await hook.held;
    const end = ended(child);
    hook.close();
    expect(await end).toBe(1);
    expect(existsSync(paths.releasing)).toBe(false);
  });
});

describe('the decision', () => {
  it('is made once, whoever tries at the same time', async () => {
    const source = `import { linkSync, writeFileSync } from 'node:fs';
      const [dir, word] = process.argv.slice(2);
      writeFileSync(dir + '/own.' + process.pid, JSON.stringify({ decision: word }));
      try { linkSync(dir + '/own.' + process.pid, dir + '/decision'); process.exit(0); } catch { process.exit(1); }`;
    const program = path.join(base, 'racer.mjs');
    writeFileSync(program, source);
    const words = ['committed', 'aborted', 'committed', 'aborted'];
    const racers = words.map((word) => spawn(process.execPath, [program, paths.dir, word]));
    const own = decide(paths, { decision: 'aborted', epoch: 1, by: 'hold', reason: '' });
    const codes = await Promise.all(racers.map(ended));
    const winners = codes.filter((code) => code === 0).length + (own.by === 'hold' ? 1 : 0);
    expect(winners).toBe(1);
    expect(readDecision(paths)?.decision).toBe(own.decision);
  });
});
