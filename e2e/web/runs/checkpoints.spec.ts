import { accessibilityProblems, sidewaysPixels } from '../../portal/check-accessibility.ts';
import { findWorkload, runOn } from '../../portal/lab-commands.ts';
import { expect, test } from '../../portal/portal-test.ts';
import { openWorkload } from '../../portal/preflight-steps.ts';
import { restoreNewest } from '../../portal/restore-newest.ts';

const lock = '/etc/godwit/lab-lock';

test('a workload is dumped and ended; a restore that CRIU refuses is explained beside what its preflight had said, and counts in the accuracy; the next one brings it back', async ({
  page,
}, info) => {
  await openWorkload(page, 'file-lock');
  await page.getByRole('button', { name: 'Dump', exact: true }).click();
  await page.getByRole('dialog').getByText('End it').click();
  const end = page.getByRole('button', { name: 'Dump and end file-lock' });
  await expect(end).toBeDisabled();
  await page.getByLabel('Type file-lock to confirm').fill('file-lock');
  await end.click();
  await expect(page.getByText(/^Succeeded/).first()).toBeVisible({ timeout: 45_000 });
  expect(await findWorkload('file-lock')).toEqual([]);
  await runOn('lab-a', 'mv', lock, `${lock}.away`);

  await restoreNewest(page, 'file-lock');
  await expect(page.getByText(/^Failed/).first()).toBeVisible({ timeout: 45_000 });
  const why = page.getByRole('region', { name: 'Why CRIU failed' });
  await expect(why.getByText('Cause found')).toBeVisible();
  await expect(why.getByText(`${lock}`).first()).toBeVisible();
  await expect(why.getByText('Not foretold')).toBeVisible();
  await expect(why.getByRole('link', { name: 'its preflight' })).toBeVisible();
  await expect(why.locator('[data-marked]')).toContainText('lab-lock');
  await page.screenshot({ path: info.outputPath('failed.png'), fullPage: true });
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 900 });
  expect(await sidewaysPixels(page)).toBe(0);
  await page.screenshot({ path: info.outputPath('failed-narrow.png'), fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  const runUrl = page.url();

  await page.goto('/reports/accuracy');
  const disagreements = page.getByRole('table', { name: 'Disagreements' });
  await expect(disagreements.getByRole('link', { name: 'Restore of file-lock' }).first()).toBeVisible();
  await expect(page.getByRole('table', { name: 'What was said against what was seen' })).toContainText('disagrees');
  await expect(page.getByRole('table', { name: 'Precision by finding' })).toContainText('file-locks.held');
  await page.screenshot({ path: info.outputPath('accuracy.png'), fullPage: true });
  expect(await accessibilityProblems(page)).toEqual([]);
  await disagreements.getByRole('link', { name: 'Restore of file-lock' }).first().click();
  await expect(page).toHaveURL(runUrl);

  await runOn('lab-a', 'mv', `${lock}.away`, lock);
  await restoreNewest(page, 'file-lock');
  await expect(page.getByText(/^Succeeded/).first()).toBeVisible({ timeout: 45_000 });
  expect(await findWorkload('file-lock')).toEqual(['lab-a']);
});

test.describe('over a workload that still runs', () => {
  test.use({ allowedStatuses: [412] });

  test('a restore is refused beside the button, with what to do, and nothing is touched', async ({ page }) => {
    await page.goto('/checkpoints');
    const row = page
      .getByRole('table', { name: 'Checkpoints' })
      .getByRole('row', { name: /file-lock lab-a/ })
      .first();
    await row.getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('button', { name: 'Restore file-lock' }).click();
    const refusal = page.getByRole('dialog').getByRole('alert');
    await expect(refusal).toContainText('file-lock runs on lab-a');
    await expect(refusal).toContainText('End it first');
    expect(await findWorkload('file-lock')).toEqual(['lab-a']);
  });
});
