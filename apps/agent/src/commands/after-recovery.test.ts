import { expect, test, vi } from 'vitest';
import { afterRecovery } from './after-recovery.ts';

const [old, fresh] = ['6f0c1d9e-2a3b-4c5d-8e7f-0a1b2c3d4e5f', '7f0c1d9e-2a3b-4c5d-8e7f-0a1b2c3d4e5f'];

test('a command of a run that is being looked at waits, one of another run does not', async () => {
  let done = () => {};
  const recovered = new Promise<void>((resolve) => {
    done = resolve;
  });
  const report = vi.fn(async (_: { runId: string }) => ({ run: null }));
  const handlers = afterRecovery({ 'report-run': report }, new Set([old]), recovered);
  const waiting = handlers['report-run']({ runId: old });
  await handlers['report-run']({ runId: fresh });
  expect(report).toHaveBeenCalledExactlyOnceWith({ runId: fresh });
  done();
  await waiting;
  expect(report).toHaveBeenCalledWith({ runId: old });
});
