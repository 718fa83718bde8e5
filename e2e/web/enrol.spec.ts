import { expect, test } from '../portal/portal-test.ts';
import { runCopiedCommand } from '../portal/run-copied-command.ts';

test('one copied command, and the page waits for the host', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/enrol');
  await page.getByLabel(/^Name/).fill('never-joins');
  await page.getByRole('button', { name: 'Make the command' }).click();
  await expect(page.getByText(/Waiting for the host/)).toBeVisible();
  const command = await page.locator('code').first().innerText();
  await page.getByRole('button', { name: 'Copy enrolment command' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(command);
  await page.reload();
  await expect(page.getByText(command)).toHaveCount(0);
});

test('a name that no host may have is refused beside the field', async ({ page }) => {
  await page.goto('/enrol');
  const field = page.getByLabel(/^Name/);
  await field.fill('Not A Host');
  await page.getByRole('button', { name: 'Make the command' }).click();
  expect(await field.evaluate((input: HTMLInputElement) => input.validity.patternMismatch)).toBe(true);
  await expect(page.getByText(/Waiting for the host/)).toHaveCount(0);
});

test('the copied command, really run, makes a host that is connected, and revoking it ends that', async ({
  page,
}, info) => {
  await page.goto('/enrol');
  await page.getByLabel(/^Name/).fill('newcomer');
  await page.getByRole('button', { name: 'Make the command' }).click();
  const host = runCopiedCommand(await page.locator('code').first().innerText());
  try {
    await expect(page.getByText(/is connected\./)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('heading', { name: /CRIU/ }).first()).toBeVisible();
    await page.screenshot({ path: info.outputPath('connected.png'), fullPage: true });
    await page.getByRole('link', { name: 'newcomer' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'newcomer' })).toBeVisible();
    await expect(page.getByText('Connected', { exact: true }).first()).toBeVisible();
    await page.getByRole('button', { name: /^Revoke/ }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('newcomer');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Revoke/ })
      .click();
    await expect(page.getByText('Revoked', { exact: true }).first()).toBeVisible();
    await expect.poll(host.said, { timeout: 15_000 }).toMatch(/revoked|refused/i);
  } finally {
    await host.stop();
  }
});
