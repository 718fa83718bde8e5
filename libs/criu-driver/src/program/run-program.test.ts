import { expect, it } from 'vitest';
import { requireSuccess } from './require-success.ts';
import { runProgram } from './run-program.ts';

it('gives output and exit code, and passes nothing of our environment on', async () => {
  process.env.GODWIT_TEST_SECRET = 'secret';
  const { code, stdout } = await runProgram(['env']);
  expect(code).toBe(0);
  expect(stdout).toContain('LANG=C.UTF-8');
  expect(stdout).not.toContain('secret');
});

it('hands over the input, also to a program that does not read it', async () => {
  expect(await runProgram(['cat'], { input: 'text' })).toMatchObject({ code: 0, stdout: 'text' });
  expect(await runProgram(['true'], { input: 'x'.repeat(1 << 20) })).toMatchObject({ code: 0 });
});

it('ends a program at its deadline', async () => {
  expect(await runProgram(['sleep', '60'], { deadlineMs: 100 })).toMatchObject({
    code: null,
    signal: 'SIGKILL',
    timedOut: true,
  });
});

it('says when there is no such program', async () => {
  expect(await runProgram(['/nowhere/at-all'])).toMatchObject({ code: null, stderr: expect.stringMatching(/ENOENT/) });
});

it('turns a failure into an error for people', async () => {
  const why = { purpose: 'list nothing', remedy: 'Do something.' };
  await expect(requireSuccess(['ls', '/nowhere'], why)).rejects.toThrow(
    /Could not list nothing: ls ended with 2 and said/,
  );
});
