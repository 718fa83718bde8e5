import { expect, test } from '../portal/portal-test.ts';

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
