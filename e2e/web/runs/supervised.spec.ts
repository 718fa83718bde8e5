import { allowPrograms, forgetPolicies, writeOn } from '../../portal/host-policy.ts';
import { findWorkload } from '../../portal/lab-commands.ts';
import { expect, test } from '../../portal/portal-test.ts';
import { openWorkload, preflightTo } from '../../portal/preflight-steps.ts';

const hook = '/srv/shared/e2e-hook';

test.afterEach(forgetPolicies);

test('a workload below a restart loop moves: the plan says who is held and what runs, the run shows it', async ({
  page,
}, info) => {
  await writeOn('lab-a', hook, '#!/bin/sh\necho ready\n', '755');
  await allowPrograms('lab-a', 'restart-loop', { hooks: { 'before-freeze': [hook] } });
  await allowPrograms('lab-b', 'restart-loop', { health: [hook, '--of', 'restart-loop'] });
  await openWorkload(page, 'restart-loop', 'lab-a');
  await preflightTo(page, 'lab-b');
  await expect(page.getByRole('region', { name: /^Caution/ })).toContainText(/it is held for the time of the run/);
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  const plan = page.getByRole('list', { name: 'Held and run' });
  await expect(plan).toContainText(/A move stops the loop .* after the commit it is ended/);
  await expect(plan).toContainText(`${hook} runs on lab-a before the freeze.`);
  await expect(plan).toContainText(`${hook} --of restart-loop says on lab-b whether the copy is well.`);
  await page.screenshot({ path: info.outputPath('plan.png') });
  await page.getByRole('button', { name: 'Move restart-loop' }).click();
  await expect(page.getByText('restart-loop runs on lab-b now')).toBeVisible({ timeout: 90_000 });
  const beside = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Beside the move' }) })
    .last();
  await expect(beside).toContainText(/Let go\s*Supervisor on lab-a/);
  await expect(beside).toContainText(/Done\s*Hook on lab-a/);
  await expect(beside).toContainText(/Well\s*Health command on lab-b/);
  await page.screenshot({ path: info.outputPath('run.png'), fullPage: true });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 900 });
  await page.screenshot({ path: info.outputPath('run-dark-390.png'), fullPage: true });
  expect(await findWorkload('restart-loop')).toEqual(['lab-b']);
});
