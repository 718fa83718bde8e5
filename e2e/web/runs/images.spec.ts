import { accessibilityProblems, sidewaysPixels } from '../../portal/check-accessibility.ts';
import { findWorkload } from '../../portal/lab-commands.ts';
import { expect, test } from '../../portal/portal-test.ts';
import { openWorkload } from '../../portal/preflight-steps.ts';

test('a dump leaves the workload running, and its images show processes, files, memory, sockets, sizes and options', async ({
  page,
}, info) => {
  await openWorkload(page, 'counter');
  await page.getByRole('button', { name: 'Dump', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Dump', exact: true }).click();
  await expect(page.getByText(/^Succeeded\./)).toBeVisible({ timeout: 60_000 });
  expect(await findWorkload('counter')).toHaveLength(1);
  await page.goto('/checkpoints');
  await page.getByRole('table', { name: 'Checkpoints' }).getByRole('link', { name: 'counter' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: /^Images of counter on/ })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Processes in the images' })).toContainText('python3');
  await expect(page.getByRole('table', { name: /^Open files of/ })).toContainText('/srv/shared/counter');
  await expect(page.getByRole('table', { name: 'Sockets in the images' })).toContainText('listening');
  await expect(page.getByText('--tcp-established').first()).toBeVisible();
  await page.screenshot({ path: info.outputPath('images.png'), fullPage: true });
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Memory map' }).click();
  await expect(page).toHaveURL(/of=memory/);
  await expect(page.getByRole('table', { name: 'Memory map' })).toContainText('/usr/bin/python3');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 900 });
  await page.screenshot({ path: info.outputPath('images-narrow.png'), fullPage: true });
  expect(await sidewaysPixels(page)).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);
});
