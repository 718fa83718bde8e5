import { expect, test, watchPage } from '../portal/portal-test.ts';

test('an invited viewer looks, and is told what is not for viewers', async ({ page, browser }) => {
  await page.goto('/team');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByLabel('E-mail').fill('viewer@example.org');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByRole('dialog').locator('code').innerText();

  const context = await browser.newContext({
    baseURL: new URL(page.url()).origin,
    storageState: { cookies: [], origins: [] },
  });
  const viewer = await context.newPage();
  const complaints = watchPage(viewer, [401, 403]);
  await viewer.goto(link);
  await viewer.getByLabel('Your name').fill('Vera Viewer');
  await viewer.getByLabel('Password').fill('only looking at things');
  await viewer.getByRole('button', { name: 'Join' }).click();
  await expect(viewer.getByRole('heading', { name: 'Fleet' })).toBeVisible();
  await expect(viewer.getByRole('link', { name: 'Tokens' })).toHaveCount(0);

  for (const path of ['/tokens', '/audit', '/team', '/enrol', '/checkpoints/00000000-0000-4000-8000-000000000000']) {
    await viewer.goto(path);
    await expect(viewer.getByRole('heading', { name: 'This is not yours to see' })).toBeVisible();
  }
  // Explaining a log is for everybody; what others could not explain is not.
  await viewer.goto('/explain');
  await expect(viewer.getByLabel('Text of the log')).toBeVisible();
  await expect(viewer.getByText('Errors that are not known yet')).toHaveCount(0);
  await viewer.goto('/workloads');
  await viewer.getByRole('link', { name: 'counter', exact: true }).click();
  await expect(viewer.getByText('Operators can run preflights and moves.')).toBeVisible();
  await expect(viewer.getByRole('button', { name: 'Preflight to…' })).toHaveCount(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a role that is taken away is gone at the next click', async ({ page }) => {
  await page.goto('/team');
  await page.getByRole('combobox', { name: 'Role of Vera Viewer' }).click();
  await page.getByRole('option', { name: 'Operator' }).click();
  await page.goto('/audit');
  await expect(page.getByRole('table', { name: 'Audit events' })).toContainText('viewer@example.org');
});
