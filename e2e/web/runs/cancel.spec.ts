import { waitUntil } from '../../harness/wait-until.mjs';
import { findVictim } from '../../kill/find-victim.mjs';
import { readStates } from '../../kill/read-journal.mjs';
import { runOnLab } from '../../portal/installation.ts';
import { findWorkload, readJsonLines } from '../../portal/lab-commands.ts';
import { findNumberFaults, type ObservedNumber } from '../../portal/number-record.ts';
import { expect, test } from '../../portal/portal-test.ts';
import { counterWay, startMove } from '../../portal/start-move.ts';

const observed = () => readJsonLines<ObservedNumber>('lab-c', '/var/log/observer.jsonl');

test('a move that is cancelled before the commit gives the source back, and the page says so', async ({
  page,
}, info) => {
  const { source, destination } = await counterWay();
  const runId = await startMove(page, 'counter', { source, destination });
  const run = runOnLab(runId, source, destination);
  // CRIU is kept from finishing the copy, so that there is time to press the button while the source is frozen.
  const criu = await waitUntil(() => findVictim('destination-criu', run), {
    timeoutMs: 30_000,
    what: 'CRIU building the copy',
    everyMs: 1,
  });
  process.kill(criu.pid, 'SIGSTOP');
  expect(readStates(run.installation.agents[destination].runsDir, runId)).not.toContain('held');
  await expect(page).toHaveURL(new RegExp(runId));
  await expect(page.locator('[data-side=source]:is([data-place=frozen], [data-place=held])')).toBeVisible();
  await page.screenshot({ path: info.outputPath('before-cancel.png'), fullPage: true });

  await page.getByRole('button', { name: 'Cancel and give back' }).click();
  await expect(page.getByText(`counter runs on ${source} as before. Nothing was lost.`)).toBeVisible({
    timeout: 45_000,
  });
  await expect(page.locator('[data-side=source]')).toHaveAttribute('data-place', 'running');
  await expect(page.locator('[data-side=destination]')).toHaveAttribute('data-place', 'discarded');
  await expect(page.getByText('Committed: from here only forward')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Cancel and give back' })).toHaveCount(0);
  await page.screenshot({ path: info.outputPath('cancelled.png'), fullPage: true });

  expect(await findWorkload('counter')).toEqual([source]);
  const before = (await observed()).length;
  await expect.poll(async () => (await observed()).length, { timeout: 15_000 }).toBeGreaterThan(before);
  expect(findNumberFaults(await observed())).toEqual([]);
  await page.goto('/runs');
  await expect(page.getByRole('table', { name: 'Runs' }).getByText('Cancelled').first()).toBeVisible();
});
