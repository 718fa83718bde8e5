import { findWorkload } from '../../portal/lab-commands.ts';
import { expect, test } from '../../portal/portal-test.ts';
import { openWorkload } from '../../portal/preflight-steps.ts';

test('a workload that was dumped and ended is restored from the list of checkpoints', async ({ page }, info) => {
  await openWorkload(page, 'file-lock');
  await page.getByRole('button', { name: 'Dump', exact: true }).click();
  await page.getByRole('dialog').getByText('End it').click();
  const end = page.getByRole('button', { name: 'Dump and end file-lock' });
  await expect(end).toBeDisabled();
  await page.getByLabel('Type file-lock to confirm').fill('file-lock');
  await end.click();
  await expect(page).toHaveURL(/\/runs\//);
  await expect(page.getByText(/^Succeeded/).first()).toBeVisible({ timeout: 45_000 });
  expect(await findWorkload('file-lock')).toEqual([]);

  await page.goto('/checkpoints');
  const row = page.getByRole('table', { name: 'Checkpoints' }).getByRole('row', { name: /file-lock lab-a/ }).first();
  await expect(row).toContainText('was ended');
  await row.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('dialog')).toContainText('It comes back as it was at');
  await page.getByRole('button', { name: 'Restore file-lock' }).click();
  await expect(page).toHaveURL(/\/runs\//);
  await expect(page.getByRole('heading', { level: 1, name: /^Restore file-lock/ })).toBeVisible();
  await expect(page.getByText(/^Succeeded/).first()).toBeVisible({ timeout: 45_000 });
  await page.screenshot({ path: info.outputPath('restored.png'), fullPage: true });
  expect(await findWorkload('file-lock')).toEqual(['lab-a']);
});

test.describe('over a workload that still runs', () => {
  test.use({ allowedStatuses: [412] });

  test('a restore is refused beside the button, with what to do, and nothing is touched', async ({ page }) => {
    await page.goto('/checkpoints');
    const row = page.getByRole('table', { name: 'Checkpoints' }).getByRole('row', { name: /file-lock lab-a/ }).first();
    await row.getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('button', { name: 'Restore file-lock' }).click();
    const refusal = page.getByRole('dialog').getByRole('alert');
    await expect(refusal).toContainText('file-lock runs on lab-a');
    await expect(refusal).toContainText('End it first');
    expect(await findWorkload('file-lock')).toEqual(['lab-a']);
  });
});
