import { waitUntil } from '../../harness/wait-until.mjs';
import { findVictim } from '../../kill/find-victim.mjs';
import { runOnLab, withoutPortal } from '../../portal/installation.ts';
import { expect, test } from '../../portal/portal-test.ts';
import { counterWay, startMove } from '../../portal/start-move.ts';

test.use({ allowedMessages: /ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE/ });

test('a live page whose server dies says so, and goes on without a gap when it is back', async ({ page }, info) => {
  const { source, destination } = await counterWay();
  const runId = await startMove(page, 'counter', { source, destination });
  const run = runOnLab(runId, source, destination);
  const live = page.getByTestId('live');
  const criu = await waitUntil(() => findVictim('destination-criu', run), {
    timeoutMs: 30_000,
    what: 'CRIU building the copy',
    everyMs: 1,
  });
  process.kill(criu.pid, 'SIGSTOP');
  await expect(page.locator('[data-side=source]:is([data-place=frozen], [data-place=held])')).toBeVisible();
  await expect(live).toHaveAttribute('data-connection', 'live');
  await withoutPortal(async () => {
    await expect(live).toHaveAttribute('data-connection', 'lost');
    await expect(page.getByText(/^reconnecting, \d+ s$/)).toBeVisible();
    await expect(page.getByText(/^Connection lost since /)).toBeVisible();
    await page.screenshot({ path: info.outputPath('lost.png'), fullPage: true });
    process.kill(criu.pid, 'SIGCONT');
  });
  await expect(live).toHaveAttribute('data-connection', 'live', { timeout: 30_000 });
  await expect(page.getByText(/^Connection lost since /)).toHaveCount(0);
  await expect(page.getByText(/counter runs on lab-[ab] (now|as before)/)).toBeVisible({ timeout: 90_000 });

  // What this page was told in pieces is what the server tells in one.
  const log = page.getByRole('region', { name: 'Events and log lines of this run' });
  await expect(log).toContainText('Finished: ');
  const pieces = await log.innerText();
  await page.reload();
  await expect(log).toContainText('Finished: ');
  expect(await log.innerText()).toBe(pieces);
});
