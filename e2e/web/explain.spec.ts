import { readFileSync } from 'node:fs';
import path from 'node:path';
import { accessibilityProblems, sidewaysPixels } from '../portal/check-accessibility.ts';
import { expect, test } from '../portal/portal-test.ts';

const recorded = (name: string): string =>
  path.join(import.meta.dirname, '../../libs/domain/src/explanation/recorded', `${name}.log`);

for (const look of [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 390 },
] as const)
  test.describe(`${look.colorScheme}, ${look.width} px`, () => {
    test.use({ colorScheme: look.colorScheme, viewport: { width: look.width, height: 900 } });

    test('a chosen log shows its first true cause, what to do, and the line marked', async ({ page }, info) => {
      await page.goto('/explain');
      await page.getByLabel('Log file').setInputFiles(recorded('dump-tcp-established'));
      await expect(page.getByText('Cause found')).toBeVisible();
      await expect(page.getByText('What to do')).toBeVisible();
      await expect(page.getByText('tcp-connections.connected')).toBeVisible();
      const marked = page.getByRole('region', { name: 'The log' }).locator('[data-marked]');
      await page.getByRole('region', { name: 'The log' }).scrollIntoViewIfNeeded();
      await expect(marked).toBeInViewport();
      await expect(marked).toContainText('Connected TCP socket, consider');
      await expect(page.getByText(/not the cause: .*harmless/).first()).toBeAttached();
      await page.screenshot({ path: info.outputPath('explained.png'), fullPage: true });
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await sidewaysPixels(page)).toBe(0);
    });
  });

test('a dropped file and a pasted text are explained without leaving the browser', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && asked.push(request.url()));
  await page.goto('/explain');
  await page.getByLabel('Text of the log').fill(readFileSync(recorded('restore-pid-taken'), 'utf8'));
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText(/process id \d+ of the tree is taken/)).toBeVisible();
  const text = readFileSync(recorded('dump-ok'), 'utf8');
  const drop = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'dump.log', { type: 'text/plain' }));
    return data;
  }, text);
  await page.getByLabel('Text of the log').dispatchEvent('drop', { dataTransfer: drop });
  await expect(page.getByText('It succeeded')).toBeVisible();
  expect(asked).toEqual([]);
});

test('an error that nobody knows is said to be unknown, and its line alone is kept', async ({ page }, info) => {
  const odd = 'odd: the flux of this register is not finite';
  const log = [
    '(00.000001) Version: 4.2.1 (gitid 0)',
    '(00.000002) secret=hunter2 is somewhere else in this log',
    `(00.100000) Error (criu/odd.c:17): ${odd}`,
    '(00.200000) Error (criu/cr-dump.c:2111): Dumping FAILED.',
  ].join('\n');
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.postData() ?? ''));
  await page.goto('/explain');
  await page.getByLabel('Text of the log').fill(log);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('Cause not known')).toBeVisible();
  await expect(page.getByText(/This one line is kept on the server/)).toBeVisible();
  expect(sent.some((body) => body.includes('flux of this register'))).toBe(true);
  expect(sent.some((body) => body.includes('hunter2'))).toBe(false);
  await page.screenshot({ path: info.outputPath('unknown.png'), fullPage: true });
  await page.reload();
  await expect(page.getByRole('table', { name: 'Errors that are not known yet' })).toContainText(odd);
  await page.goto('/audit');
  await expect(page.getByRole('table', { name: 'Audit events' })).toContainText('unknown-error.kept');
});

test('a text that is no log is told so', async ({ page }) => {
  await page.goto('/explain');
  await page.getByLabel('Text of the log').fill('Dear diary, nothing was dumped today.');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('No log of CRIU', { exact: true })).toBeVisible();
});
