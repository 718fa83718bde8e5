import { readAccess } from '../portal/portal-access.ts';
import { expect, test } from '../portal/portal-test.ts';

const whoAmI = (token: string) =>
  fetch(`${readAccess().url}/api/trpc/session.me`, { headers: { authorization: `Bearer ${token}` } });

test('a token is shown once, works, and stops working when it is revoked', async ({ page }) => {
  const name = `ci ${Date.now()}`;
  await page.goto('/tokens');
  await page.getByRole('button', { name: 'Make a token' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('radio', { name: 'Operator' }).click();
  await page.getByRole('button', { name: 'Make token' }).click();
  const token = await page.getByRole('dialog').locator('code').innerText();
  expect(token).toMatch(/^gdw_[\w-]{20,}$/);
  expect((await whoAmI(token)).status).toBe(200);

  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByText(token)).toHaveCount(0);
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText('Active');
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await expect(row).toContainText('Revoked');
  expect((await whoAmI(token)).status).toBe(401);
});
