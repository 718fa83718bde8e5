import { expect, test } from '../portal/portal-test.ts';

test('the kernel gaps say which host passes, and on what evidence', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Reports' }).click();
  await page.getByRole('navigation', { name: 'Reports' }).getByRole('link', { name: 'Kernel gaps' }).click();
  const blockers = page.getByRole('table', { name: 'Blockers' });
  // The lab's hosts have one kernel and one CRIU, so they are one column.
  await expect(blockers.getByRole('columnheader', { name: /^lab-a, lab-b, lab-c/ })).toBeVisible();
  await expect(blockers.getByRole('row', { name: /SO_PASSCRED/ })).toBeInViewport();
  const rseq = blockers.getByRole('row', { name: /Restartable sequences/ });
  await expect(rseq).toContainText('kernel 5.13 and CRIU 3.17');
  await rseq
    .getByRole('button', { name: /^Passes: criu check --feature get_rseq_conf says yes/ })
    .first()
    .hover();
  await expect(page.getByRole('tooltip')).toContainText('says yes there');
  // This kernel was built without soft-dirty bits: CRIU's own answer counts, not the version.
  const tracking = page.getByRole('table', { name: 'Losses' }).getByRole('row', { name: /Memory tracking/ });
  await expect(tracking.getByRole('button', { name: /mem_dirty_track says/ }).first()).toBeVisible();
  await page.getByRole('radio', { name: 'Lacking on a host' }).click();
  await expect(page).toHaveURL(/show=lacking/);
  await expect(rseq).toHaveCount(0);
});
