import { echoClient } from '../../portal/attached-clients.ts';
import { moveOpen, openPreflight } from '../../portal/flight-steps.ts';
import { judgeFlight } from '../../portal/judge-flight.ts';
import { findWorkload, readJsonLines } from '../../portal/lab-commands.ts';
import { findNumberFaults, type ObservedNumber } from '../../portal/number-record.ts';
import { expect, test, watchPage } from '../../portal/portal-test.ts';
import { openWorkload, preflightTo } from '../../portal/preflight-steps.ts';

const observed = () => readJsonLines<ObservedNumber>('lab-c', '/var/log/observer.jsonl');
const echoErrors = async () =>
  (await readJsonLines<{ kind: string }>('lab-c', '/var/log/echo-client.jsonl')).filter(({ kind }) => kind === 'error');

test('the counter is rehearsed on lab-b: it runs on, and its preflight and its page say what that proved', async ({
  page,
}, info) => {
  await openWorkload(page, 'counter');
  await preflightTo(page, 'lab-b');
  await page.getByRole('button', { name: 'Rehearse', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText(/on lab-a once, for about \d/);
  await expect(page.getByRole('dialog')).toContainText('it proves nothing about connections');
  await page.screenshot({ path: info.outputPath('dialog.png') });
  const preflight = page.url();
  await page.getByRole('button', { name: 'Rehearse counter' }).click();

  await expect(page.getByText('The copy was built on lab-b. A rehearsal closes TCP connections')).toBeVisible({
    timeout: 120_000,
  });
  await expect(page.locator('[data-side=source]')).toHaveAttribute('data-place', 'running');
  await expect(page.locator('[data-side=destination]')).toHaveAttribute('data-place', 'discarded');
  await expect(page.getByText('Committed: from here only forward')).toHaveCount(0);
  await expect(page.getByLabel('Times')).toContainText('announced');
  await page.screenshot({ path: info.outputPath('rehearsed.png'), fullPage: true });

  await page.goto(preflight);
  await expect(page.getByText(/^Rehearsed on lab-b at .*: built$/)).toBeVisible();
  await page.screenshot({ path: info.outputPath('evidence.png'), fullPage: true });
  expect(await findWorkload('counter')).toEqual(['lab-a']);
  expect(findNumberFaults(await observed())).toEqual([]);
});

test('the counter moves from lab-a to lab-b, watched live, and not a number is missing', async ({
  page,
  context,
}, info) => {
  const errorsBefore = (await echoErrors()).length;
  await openWorkload(page, 'counter');
  await preflightTo(page, 'lab-b');
  await page.screenshot({ path: info.outputPath('preflight.png'), fullPage: true });
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('Until the commit everything can be given back');
  await expect(page.getByRole('dialog')).toContainText(/Rehearsed on lab-b at .*: built/);
  await page.getByRole('button', { name: 'Move counter' }).click();

  const source = page.locator('[data-side=source]');
  const destination = page.locator('[data-side=destination]');
  await page
    .locator('[data-side=source]:is([data-place=frozen], [data-place=held], [data-place=gone])')
    .waitFor({ timeout: 60_000 });
  await page.screenshot({ path: info.outputPath('frozen.png') });
  await expect(page).toHaveURL(/\/runs\//);
  const second = await context.newPage();
  const complaints = watchPage(second);
  await second.goto(page.url());
  await expect(source).toHaveAttribute('data-place', 'gone', { timeout: 120_000 });
  await expect(destination).toHaveAttribute('data-place', 'running', { timeout: 60_000 });
  await expect(page.getByText('counter runs on lab-b now.')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Committed: from here only forward')).toBeVisible();
  await expect(page.getByText(/[1-9][\d.]* MiB/).first()).toBeVisible();
  await page.screenshot({ path: info.outputPath('moved.png'), fullPage: true });

  // A second viewer, and a reload, show everything from the start.
  const log = (where: typeof page) => where.getByRole('region', { name: 'Events and log lines of this run' });
  await expect(second.getByText('counter runs on lab-b now.')).toBeVisible();
  await page.reload();
  for (const where of [page, second]) {
    await expect(log(where)).toContainText('started this run');
    await expect(log(where)).toContainText('Freezing the processes');
    await expect(log(where)).toContainText('Finished: succeeded');
  }
  expect(complaints).toEqual([]);

  expect(await findWorkload('counter')).toEqual(['lab-b']);
  const count = (await observed()).length;
  await expect.poll(async () => (await observed()).length, { timeout: 20_000 }).toBeGreaterThan(count);
  expect(findNumberFaults(await observed())).toEqual([]);
  expect((await echoErrors()).length).toBe(errorsBefore);
});

test('the echo server moves there and back by post-copy while its client talks to it, and the client sees no error', async ({
  page,
}, info) => {
  const errorsBefore = await echoErrors();
  await openWorkload(page, 'echo-server', 'lab-a');
  await preflightTo(page, 'lab-b');
  await page.getByLabel('Which mode fits into').fill('600');
  await expect(page.getByText('Yes: even the longest estimate is shorter.')).toHaveCount(2);
  await page.screenshot({ path: info.outputPath('modes.png'), fullPage: true });
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(page.getByRole('radio', { name: /^Pre-copy/ })).toBeDisabled();
  await page.getByRole('radio', { name: /^Post-copy/ }).check();
  await expect(page.getByRole('dialog')).toContainText(
    'Point of no return: the commit, before any memory has followed',
  );
  await page.screenshot({ path: info.outputPath('dialog.png') });
  await page.getByRole('button', { name: 'Move echo-server' }).click();
  await expect(page.getByText('echo-server runs on lab-b now.')).toBeVisible({ timeout: 180_000 });
  expect(await findWorkload('echo-server')).toEqual(['lab-b']);
  await judgeFlight(echoClient(), async () => {
    const back = { name: 'echo-server', source: 'lab-b', destination: 'lab-a' };
    await openPreflight(page, back);
    await moveOpen(page, back, 'post-copy');
    expect(await findWorkload('echo-server')).toEqual(['lab-a']);
  });
  expect(await echoErrors()).toEqual(errorsBefore);
});
