import { expect, type Page } from '@playwright/test';

/** Opens a workload from the list; `host` says which, where it was on several hosts one after the other. */
export const openWorkload = async (page: Page, name: string, host = ''): Promise<void> => {
  await page.goto(`/workloads?q=${encodeURIComponent(name)}`);
  // The column of the host counts: "to lab-b" beside the last verdict is not where it is.
  const all = page.getByRole('row');
  const row = host ? all.filter({ has: page.getByRole('cell', { name: host, exact: true }) }) : all;
  await row.getByRole('link', { name, exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`^${name} on`) })).toBeVisible();
};

/** Asks whether the open workload can move to a host, and waits for the answer's page. */
export const preflightTo = async (page: Page, host: string): Promise<void> => {
  await page.getByRole('button', { name: 'Preflight to…' }).click();
  await page.getByRole('menuitem', { name: host }).click();
  await expect(page).toHaveURL(/\/preflights\/[0-9a-f-]{36}$/, { timeout: 60_000 });
  await expect(page.getByRole('heading', { name: 'What will happen' })).toBeVisible();
};
