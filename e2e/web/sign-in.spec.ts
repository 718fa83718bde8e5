import { readAccess } from '../portal/portal-access.ts';
import { expect, test } from '../portal/portal-test.ts';

test.use({ storageState: { cookies: [], origins: [] }, allowedStatuses: [401, 403, 409, 412] });

test('nobody sees a page without signing in, and gets to it afterwards', async ({ page }) => {
  const { admin } = readAccess();
  await page.goto('/workloads?state=all');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fworkloads%3Fstate%3Dall/);
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').fill('not the password at all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('E-mail or password is not right.')).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/workloads\?state=all$/);
  await expect(page.getByRole('heading', { name: 'Workloads' })).toBeVisible();
});

test('signing out ends the session', async ({ page }) => {
  const { admin } = readAccess();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Fleet' })).toBeVisible();
  await page.getByRole('button', { name: /Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/runs');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a used set-up link makes nobody', async ({ page }) => {
  const { setupLink, url } = readAccess();
  await page.goto(setupLink || `${url}/setup?secret=${'x'.repeat(32)}`);
  await page.getByLabel('Your name').fill('Mallory');
  await page.getByLabel('E-mail').fill('mallory@example.org');
  await page.getByLabel('Password').fill('another password');
  await page.getByRole('button', { name: 'Set up and sign in' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page).toHaveURL(/\/setup/);
});
