import { waitUntil } from '../../harness/wait-until.mjs';
import { findVictim } from '../../kill/find-victim.mjs';
import { runOnLab } from '../../portal/installation.ts';
import { expect, test } from '../../portal/portal-test.ts';
import { counterWay, startMove } from '../../portal/start-move.ts';

test('Back, forward and a reload on a run that is under way show it as it is', async ({ page }) => {
  const { source, destination } = await counterWay();
  const runId = await startMove(page, 'counter', { source, destination });
  const criu = await waitUntil(() => findVictim('destination-criu', runOnLab(runId, source, destination)), {
    timeoutMs: 30_000,
    what: 'CRIU building the copy',
    everyMs: 1,
  });
  process.kill(criu.pid, 'SIGSTOP');
  const standing = page.locator('[data-side=source]:is([data-place=frozen], [data-place=held])');
  await expect(standing).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/preflights\//);
  await expect(page.getByRole('heading', { name: 'What will happen' })).toBeVisible();
  // From anywhere a run under way is one click away.
  await expect(page.getByRole('link', { name: /counter/ }).and(page.locator(`[href$="${runId}"]`)).first()).toBeVisible();
  await page.goForward();
  await expect(page).toHaveURL(new RegExp(runId));
  await expect(standing).toBeVisible();
  await page.reload();
  await expect(standing).toBeVisible();
  await expect(page.getByTestId('live')).toHaveAttribute('data-connection', 'live');
  process.kill(criu.pid, 'SIGCONT');
  await expect(page.getByText(`counter runs on ${destination} now.`)).toBeVisible({ timeout: 60_000 });
  await page.goBack();
  await page.goForward();
  await expect(page.getByText(`counter runs on ${destination} now.`)).toBeVisible();
});
