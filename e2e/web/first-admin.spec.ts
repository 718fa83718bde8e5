import { adminState, readAccess } from '../portal/portal-access.ts';
import { expect, test } from '../portal/portal-test.ts';

// Everything after this signs in with what this leaves behind.
test.use({ storageState: { cookies: [], origins: [] } });

test('a new user gets in: the set-up link makes the first administrator, or an existing one signs in', async ({
  page,
}) => {
  const { setupLink, admin, url } = readAccess();
  await page.goto(setupLink || `${url}/sign-in`);
  if (setupLink) await page.getByLabel('Your name').fill(admin.name);
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: setupLink ? 'Set up and sign in' : 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Fleet' })).toBeVisible();
  await expect(page.getByTestId('live')).toHaveText(/live/);
  const hosts = page.getByRole('table', { name: 'Hosts' });
  for (const name of ['lab-a', 'lab-b', 'lab-c'])
    await expect(hosts.getByRole('row', { name: new RegExp(`^${name} Connected CRIU ready`) })).toBeVisible({
      timeout: 45_000,
    });
  await page.context().storageState({ path: adminState });
});
