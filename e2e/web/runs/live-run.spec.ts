import { waitUntil } from '../../harness/wait-until.mjs';
import { findVictim } from '../../kill/find-victim.mjs';
import { runOnLab, withoutPortal } from '../../portal/installation.ts';
import { expect, test, watchPage } from '../../portal/portal-test.ts';
import { counterWay, startMove } from '../../portal/start-move.ts';

test.use({ allowedMessages: /ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED/ });

test('a live run outlives Back, forward, a reload and the death of its server, without a gap', async ({
  page,
  context,
}, info) => {
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
  const standing = page.locator('[data-side=source]:is([data-place=frozen], [data-place=held])');
  await expect(standing).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/preflights\//);
  await expect(page.getByRole('heading', { name: 'What will happen' })).toBeVisible();
  // From anywhere a run under way is one click away.
  await expect(page.locator(`[href$="${runId}"]`).first()).toBeVisible();
  await page.goForward();
  await expect(standing).toBeVisible();
  await page.reload();
  await expect(standing).toBeVisible();
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

  // What this page was told in pieces is what a new one is told at once; agents may add lines of a log after the end.
  const logOf = (where: typeof page) =>
    where.getByRole('region', { name: 'Events and log lines of this run' }).innerText();
  const fresh = await context.newPage();
  const complaints = watchPage(fresh);
  await fresh.goto(page.url());
  await expect(fresh.getByText(/counter runs on lab-[ab] (now|as before)/)).toBeVisible();
  await expect
    .poll(async () => (await logOf(page)) === (await logOf(fresh)), {
      message: 'both pages tell the same',
      timeout: 30_000,
    })
    .toBe(true);
  expect(await logOf(fresh)).toContain('Finished: ');
  expect(complaints).toEqual([]);
});
