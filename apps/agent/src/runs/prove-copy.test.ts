import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { listTree, readTask, type TaskStatus } from '@godwit/criu-driver';
import { type StartedChild, startChild } from '@godwit/test-kit/start-child';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeTask } from '../hold/frozen-tasks.ts';
import { Journal } from '../hold/journal.ts';
import type { BuiltTask } from '../hold/note-built.ts';
import { type RunPaths, runPaths } from '../hold/run-paths.ts';
import { proveCopy } from './prove-copy.ts';

const runId = '0f6fd4b8-1111-4111-8111-111111111112';
let base: string;
let paths: RunPaths;
let tree: StartedChild;
let [top, child]: TaskStatus[] = [];
beforeEach(async () => {
  base = mkdtempSync(path.join(os.tmpdir(), 'godwit-proof-'));
  paths = runPaths(base, runId);
  mkdirSync(paths.dir);
  // The top fetches no status of its child, which stays a zombie.
  tree = await startChild(['sh', '-c', 'sleep 600 & echo ready $!; exec sleep 601']);
  await expect.poll(() => listTree(tree.pid).map(({ comm }) => comm), { timeout: 10_000 }).toEqual(['sleep', 'sleep']);
  [top, child] = listTree(tree.pid);
});
afterEach(() => {
  tree.stop();
  rmSync(base, { recursive: true });
});

/** What the destination knows of the tree as it is now: as if it had just been built. */
const remember = (built: Partial<BuiltTask>[] | undefined): void => {
  const tasks = listTree(tree.pid);
  writeFileSync(paths.manifest, JSON.stringify({ tasks: tasks.map((task) => describeTask(task)) }));
  const journal = Journal.open(paths);
  const compared = built && tasks.map(({ pid }, at) => ({ pid, different: [], ...built[at] }));
  journal.append(
    { kind: 'opened', runId, side: 'destination', epoch: 1 },
    { kind: 'facts', facts: { tasks, ...(compared && { built: compared }) } },
  );
  journal.close();
};

const end = async (task: TaskStatus | undefined, signal: NodeJS.Signals): Promise<void> => {
  process.kill(task?.pid ?? 0, signal);
  const isOver = () => ['Z', undefined].includes(readTask(task?.pid ?? 0)?.state);
  await expect.poll(isOver, { timeout: 10_000 }).toBe(true);
};

it('is proved by a tree that runs', () => {
  remember(undefined);
  const { passed, lines } = proveCopy(paths);
  expect(passed).toBe(true);
  expect(lines).toEqual([expect.stringContaining('runs: same program'), expect.stringContaining('runs: same program')]);
});

it('is proved when a process that was built as it was frozen has ended since', async () => {
  remember([]);
  await end(child, 'SIGTERM');
  const { passed, lines } = proveCopy(paths);
  expect(lines[1]).toContain('has ended by itself since');
  expect(passed).toBe(true);
});

it('fails when that process crashed', async () => {
  remember([]);
  await end(child, 'SIGSEGV');
  const { passed, lines, failed } = proveCopy(paths);
  expect(lines[1]).toContain('then crashed: SIGSEGV');
  expect(failed).toEqual([lines[1]]);
  expect(passed).toBe(false);
});

it('fails when a process was never seen in the held copy, or was built otherwise', async () => {
  remember(undefined);
  await end(child, 'SIGTERM');
  expect(proveCopy(paths)).toMatchObject({
    passed: false,
    lines: [expect.anything(), expect.stringMatching(/does not run/)],
  });
  remember([{}, { different: ['exe'] }]);
  expect(proveCopy(paths)).toMatchObject({
    passed: false,
    lines: [expect.anything(), expect.stringMatching(/another exe/)],
  });
});

it('fails when the top of the tree is gone', async () => {
  remember([]);
  await end(top, 'SIGTERM');
  expect(proveCopy(paths)).toMatchObject({
    passed: false,
    lines: [expect.stringMatching(/does not run/), expect.anything()],
  });
});

it('tells what changed since the release of what was built as it was frozen, and fails without that evidence', () => {
  remember([]);
  const manifest = {
    tasks: [top, child].flatMap((task) => (task ? [{ ...describeTask(task), cwd: '/elsewhere' }] : [])),
  };
  writeFileSync(paths.manifest, JSON.stringify(manifest));
  expect(proveCopy(paths)).toMatchObject({
    passed: true,
    lines: [expect.stringMatching(/since then it changed: cwd/), expect.anything()],
  });
  remember([{ different: ['cwd'] }]);
  writeFileSync(paths.manifest, JSON.stringify(manifest));
  expect(proveCopy(paths).passed).toBe(false);
});

it('fails when a process runs as another user, whatever the held copy was', () => {
  remember([]);
  const tasks = listTree(tree.pid).map((task) => ({ ...describeTask(task), uid: 4711 }));
  writeFileSync(paths.manifest, JSON.stringify({ tasks }));
  expect(proveCopy(paths)).toMatchObject({
    passed: false,
    lines: [expect.stringMatching(/uid is/), expect.anything()],
  });
});

it('says of other arguments in a post-copy that nobody saw them built', () => {
  remember([]);
  const tasks = listTree(tree.pid).map((task) => ({ ...describeTask(task), commandLine: 'sleep 4' }));
  writeFileSync(paths.manifest, JSON.stringify({ tasks }));
  const unseen = expect.stringContaining('nobody can say whether it changed them itself');
  const held = proveCopy(paths);
  expect(held).toMatchObject({ passed: true, failed: [] });
  expect(held.lines).not.toContainEqual(unseen);
  const journal = Journal.open(paths);
  journal.append({ kind: 'facts', facts: { postCopy: true } });
  journal.close();
  expect(proveCopy(paths)).toMatchObject({ passed: true, lines: [unseen, unseen] });
});
