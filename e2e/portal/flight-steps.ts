import { expect, type Page } from '@playwright/test';
import { findWorkload } from './lab-commands.ts';
import { openWorkload, preflightTo } from './preflight-steps.ts';

/** A workload's way from one host to another. */
export interface Way {
  name: string;
  source: string;
  destination: string;
}

export type FlightMode = 'stop-and-copy' | 'post-copy';

/** A preflight of the way, opened by a person who goes from the list of workloads to it. */
export const openPreflight = async (page: Page, { name, source, destination }: Way): Promise<void> => {
  await openWorkload(page, name, source);
  await preflightTo(page, destination);
};

/** Rehearses the way whose preflight is open, waits until the copy was built, and comes back to the preflight, which then says so. */
export const rehearseOpen = async (page: Page, { name, destination }: Way): Promise<void> => {
  const preflight = page.url();
  await page.getByRole('button', { name: 'Rehearse', exact: true }).click();
  await page.getByRole('button', { name: `Rehearse ${name}` }).click();
  const built = page.getByText(`The copy was built on ${destination}. A rehearsal closes TCP connections`);
  await expect(built).toBeVisible({ timeout: 120_000 });
  await expect(page.locator('[data-side=source]')).toHaveAttribute('data-place', 'running');
  await page.goto(preflight);
  await expect(page.getByText(new RegExp(`^Rehearsed on ${destination} at .*: built$`))).toBeVisible();
};

/** Starts the move of the way whose preflight is open. */
export const startOpen = async (page: Page, { name }: Way, mode: FlightMode): Promise<void> => {
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  if (mode === 'post-copy') await page.getByRole('radio', { name: /^Post-copy/ }).check();
  await page.getByRole('button', { name: `Move ${name}` }).click();
};

/** Moves along the way whose preflight is open, and waits until the page says that it is there. */
export const moveOpen = async (page: Page, way: Way, mode: FlightMode): Promise<void> => {
  await startOpen(page, way, mode);
  await expect(page.getByText(`${way.name} runs on ${way.destination} now.`)).toBeVisible({ timeout: 180_000 });
  await expect(page.locator('[data-side=source]')).toHaveAttribute('data-place', 'gone');
};

/** Fails unless a sample workload of the lab really runs on the one host, whatever a page says. */
export const expectRunsOn = async (name: string, host: string): Promise<void> =>
  expect(await findWorkload(name)).toEqual([host]);
