import { expect, test } from '../portal/portal-test.ts';
import { openWorkload, preflightTo } from '../portal/preflight-steps.ts';

/** Each blocked sample, where it goes, and what the blocker must name. */
const blocked = [
  { name: 'io-uring', to: 'lab-b', culprit: /io_uring/ },
  { name: 'local-script', to: 'lab-a', culprit: /\/opt\/local-script\/run\.sh/ },
];

for (const { name, to, culprit } of blocked) {
  test(`${name} cannot move, and the page names the culprit`, async ({ page }) => {
    await openWorkload(page, name);
    await preflightTo(page, to);
    await expect(page.getByText('Cannot move', { exact: true }).first()).toBeVisible();
    await expect(page.getByRole('region', { name: /^Blocker/ })).toContainText(culprit);
    const move = page.getByRole('button', { name: 'Move', exact: true });
    await expect(move).toBeDisabled();
    await expect(move).toHaveAccessibleDescription(/\S/);
  });
}

test('a workload with a file lock needs an option, and the command lines carry it', async ({ page }) => {
  await openWorkload(page, 'file-lock');
  await preflightTo(page, 'lab-b');
  await expect(page.getByRole('region', { name: /^Needs? an option|^Need an option/ })).toContainText('--file-locks');
  await expect(page.locator('code', { hasText: 'criu dump' })).toContainText('--file-locks');
  await expect(page.locator('code', { hasText: 'criu restore' })).toContainText('--file-locks');
});

test('a file that only the source has travels once its row is ticked, and stays behind when it is not', async ({
  page,
}) => {
  await openWorkload(page, 'local-script');
  await preflightTo(page, 'lab-a');
  const first = page.url();
  await page.getByRole('checkbox', { name: 'Bring /opt/local-script/run.sh there' }).check();
  await page.getByRole('button', { name: 'Look again with these choices' }).click();
  await expect(page).not.toHaveURL(first, { timeout: 60_000 });
  await expect(page.getByText('Can move, with options', { exact: true }).first()).toBeVisible();
  const row = page.getByRole('listitem').filter({ hasText: '/opt/local-script/run.sh' });
  await expect(row.filter({ hasText: 'Staged' }).first()).toBeVisible();
  await openWorkload(page, 'private-file');
  await preflightTo(page, 'lab-a');
  await expect(page.getByRole('checkbox', { name: 'Leave /var/lib/private-file/state behind' })).not.toBeChecked();
  await expect(page.getByRole('button', { name: 'Move', exact: true })).toBeEnabled();
});

test('another destination is another preflight, and Back goes to the first', async ({ page }) => {
  await openWorkload(page, 'io-uring');
  await preflightTo(page, 'lab-b');
  const first = page.url();
  await page.getByRole('combobox', { name: 'Destination of this preflight' }).click();
  await page.getByRole('option', { name: 'lab-c' }).click();
  await expect(page).not.toHaveURL(first, { timeout: 60_000 });
  await expect(page.getByRole('combobox', { name: 'Destination of this preflight' })).toContainText('lab-c');
  await page.goBack();
  await expect(page).toHaveURL(first);
});

test('the history keeps it, filters it by the address, and gives it out as JSON', async ({ page }) => {
  await page.goto('/preflights?verdict=blocked');
  const table = page.getByRole('table', { name: 'Preflights' });
  await expect(table.getByText('Cannot move').first()).toBeVisible();
  await expect(table.getByText('Can move')).toHaveCount(0);
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export JSON' }).click();
  const stream = await (await waiting).createReadStream();
  const text = (await stream.toArray()).join('');
  const { items } = JSON.parse(text) as { items: unknown[] };
  expect(items.length).toBeGreaterThan(0);
});
