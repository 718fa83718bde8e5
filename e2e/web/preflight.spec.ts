import { expect, test } from '../portal/portal-test.ts';
import { openWorkload, preflightTo } from '../portal/preflight-steps.ts';

/** Each blocked sample, where it goes, and what the blocker must name. */
const blocked = [
  { name: 'io-uring', to: 'lab-b', culprit: /io_uring/ },
  { name: 'restart-loop', to: 'lab-b', culprit: /restart-loop\.sh|loop/ },
  { name: 'local-script', to: 'lab-a', culprit: /\/opt\/local-script\/run\.sh/ },
  { name: 'private-file', to: 'lab-a', culprit: /\/var\/lib\/private-file\/state/ },
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
