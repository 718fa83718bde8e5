import { expect, type Page } from '@playwright/test';

/** Restores the newest checkpoint of a workload from the list, and goes to its run. */
export const restoreNewest = async (page: Page, name: string): Promise<void> => {
  await page.goto('/checkpoints');
  const rows = page.getByRole('table', { name: 'Checkpoints' }).getByRole('row', { name: new RegExp(`^${name} `) });
  await rows.first().getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('dialog')).toContainText('It comes back as it was at');
  await page.getByRole('button', { name: `Restore ${name}` }).click();
  await expect(page).toHaveURL(/\/runs\//);
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`^Restore ${name}`) })).toBeVisible();
};
