import { accessibilityProblems, sidewaysPixels } from '../portal/check-accessibility.ts';
import { expect, test } from '../portal/portal-test.ts';

const pages: { path: string; heading: string; name?: string }[] = [
  { path: '/', heading: 'Fleet' },
  { path: '/workloads', heading: 'Workloads' },
  { path: '/preflights', heading: 'Preflights' },
  { path: '/runs', heading: 'Runs' },
  { path: '/checkpoints', heading: 'Checkpoints' },
  { path: '/reports/accuracy', heading: 'Reports', name: 'accuracy' },
  { path: '/reports/gaps', heading: 'Reports', name: 'kernel-gaps' },
  { path: '/explain', heading: 'Explain a log' },
  { path: '/enrol', heading: 'Hosts to enrol' },
  { path: '/team', heading: 'Team' },
  { path: '/tokens', heading: 'Tokens' },
  { path: '/audit', heading: 'Audit' },
];

const looks = [
  { name: 'light, wide', colorScheme: 'light', width: 1440 },
  { name: 'dark, narrow', colorScheme: 'dark', width: 390 },
] as const;

for (const look of looks)
  test.describe(look.name, () => {
    test.use({ colorScheme: look.colorScheme, viewport: { width: look.width, height: 900 } });

    for (const { path, heading, name = heading.toLowerCase().replaceAll(' ', '-') } of pages)
      test(`${path} reads well and nothing scrolls sideways`, async ({ page }, info) => {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
        await expect(page.getByText(/^Loading /)).toHaveCount(0);
        await expect(page.getByTestId('live')).toHaveAttribute('data-connection', 'live');
        await page.screenshot({
          path: info.outputPath(`${name}.png`),
          fullPage: true,
        });
        expect(await accessibilityProblems(page)).toEqual([]);
        expect(await sidewaysPixels(page)).toBe(0);
      });
  });

test('the palette leads to a workload by keyboard alone', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Fleet' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /Search pages/ }).fill('counter');
  await expect(page.getByRole('option', { name: /counter/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/(workloads|runs)\//);
});

test('the chosen theme stays after a reload', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('radio', { name: 'Dark theme' }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test.describe('what does not exist', () => {
  test.use({ allowedStatuses: [404] });

  test('has a face', async ({ page }) => {
    await page.goto('/runs/00000000-0000-4000-8000-000000000000');
    await expect(page.getByRole('heading', { name: 'Nothing is here' })).toBeVisible();
  });
});
