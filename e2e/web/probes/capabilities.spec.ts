import { accessibilityProblems, sidewaysPixels } from '../../portal/check-accessibility.ts';
import { expect, test } from '../../portal/portal-test.ts';

test('a host shows what it was seen to carry, and can be probed again', async ({ page }, info) => {
  test.setTimeout(240_000);
  await page.goto('/');
  await page.getByRole('table', { name: 'Hosts' }).getByRole('link', { name: 'lab-a', exact: true }).click();
  await page.getByRole('tab', { name: 'Capabilities' }).click();
  await expect(page).toHaveURL(/tab=capabilities/);
  // Agents of tests do not probe by themselves (GODWIT_AGENT_PROBES).
  await page.getByRole('button', { name: 'Probe this host' }).click();
  const files = page.getByRole('table', { name: 'Probes: Files' });
  await expect(files).toBeVisible({ timeout: 180_000 });
  await expect(page.getByText(/^\d+ work$/)).toBeVisible();
  const row = files.getByRole('row').nth(1);
  await expect(row).toContainText('dumped');
  await expect(row).toContainText('restored');
  await expect(row).toContainText('works');
  await page.screenshot({ path: info.outputPath('capabilities.png'), fullPage: true });
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.getByRole('radio', { name: 'What does not work' }).click();
  await expect(page).toHaveURL(/show=trouble/);
  await expect(page.getByText('refused', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Probe this host' }).click();
  await expect(page.getByText(/Under way: \d+ of \d+ probes|Waits for its turn/)).toBeVisible();
  await page.getByRole('button', { name: 'Stop probing' }).click();
  await expect(page.getByText('The newest set of probes: cancelled')).toBeVisible({ timeout: 20_000 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 900 });
  expect(await sidewaysPixels(page)).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.screenshot({ path: info.outputPath('capabilities-narrow.png'), fullPage: true });
});
