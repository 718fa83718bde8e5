import { restartWorkload } from '../../../tools/lab/index.mjs';
import { labLayout } from '../../../tools/lab/lab-layout.mjs';
import { killProcess } from '../../harness/process-identity.mjs';
import { waitUntil } from '../../harness/wait-until.mjs';
import { findVictim } from '../../kill/find-victim.mjs';
import { readStates } from '../../kill/read-journal.mjs';
import { sidewaysPixels } from '../../portal/check-accessibility.ts';
import { openPreflight } from '../../portal/flight-steps.ts';
import { copiesThatRun, runOnLab } from '../../portal/installation.ts';
import { findWorkload } from '../../portal/lab-commands.ts';
import { readAccess } from '../../portal/portal-access.ts';
import { expect, test } from '../../portal/portal-test.ts';
import { counterWay } from '../../portal/start-move.ts';

test('a post-copy that loses its memory behind the commit asks a person, who ends the frozen source too', async ({
  page,
}, info) => {
  const way = { name: 'counter', ...(await counterWay()) };
  await openPreflight(page, way);
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^Post-copy/ }).check();
  await expect(dialog).toContainText('Point of no return: the commit, before any memory has followed');
  await expect(dialog.getByRole('checkbox', { name: /^Keep a full checkpoint/ })).toHaveCount(0);
  // So slowly that its memory is still on the way when CRIU dies.
  await dialog.getByText('Limits and deadlines').click();
  await dialog.getByLabel('Bandwidth limit, MiB/s').fill('1');
  await dialog.getByRole('button', { name: 'Move counter' }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
  const runId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const run = runOnLab(runId, way.source, way.destination);
  await waitUntil(() => readStates(run.installation.agents[way.destination].runsDir, runId).includes('released'), {
    timeoutMs: 60_000,
    what: 'The release of the copy',
  });
  const criu = findVictim('source-criu', run);
  expect(criu && killProcess(criu)).toBe(true);

  const waits = page.getByRole('alert').filter({ hasText: 'This run waits for a decision' });
  await expect(waits).toContainText('Memory pages were lost', { timeout: 60_000 });
  await expect(waits).toContainText('stands behind its fence with its memory as it was at the freeze');
  await expect(waits).toContainText('It is never let run again, because its copy may have acted since');
  await expect(page.getByText('Committed: from here only forward')).toBeVisible();
  await page.screenshot({ path: info.outputPath('waits.png'), fullPage: true });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 900 });
  await page.screenshot({ path: info.outputPath('waits-dark-390.png'), fullPage: true });
  expect(await sidewaysPixels(page)).toBe(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(copiesThatRun('counter')).toEqual([]);

  await page.getByRole('button', { name: /^End the frozen source too/ }).click();
  await dialog.getByRole('textbox').fill('counter');
  await dialog.getByRole('button', { name: /^End the frozen source too: the workload is lost/ }).click();
  await expect(page.getByText('Start the workload anew.', { exact: false }).first()).toBeVisible({ timeout: 60_000 });
  await expect(waits).toHaveCount(0);
  await page.screenshot({ path: info.outputPath('ended.png'), fullPage: true });
  expect(await findWorkload('counter')).toEqual([]);
});

test.afterEach(async () => {
  const { stateDir, labSet } = readAccess();
  await restartWorkload(labLayout(labSet, stateDir), 'counter');
});
