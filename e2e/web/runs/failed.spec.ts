import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { labLayout } from '../../../tools/lab/lab-layout.mjs';
import { accessibilityProblems, sidewaysPixels } from '../../portal/check-accessibility.ts';
import { openPreflight, startOpen } from '../../portal/flight-steps.ts';
import { allowPrograms, forgetPolicies, writeOn } from '../../portal/host-policy.ts';
import { findWorkload, runOn } from '../../portal/lab-commands.ts';
import { readAccess } from '../../portal/portal-access.ts';
import { expect, test } from '../../portal/portal-test.ts';
import { withSilentAgent } from '../../portal/silent-agent.ts';

const lock = '/etc/godwit/lab-lock';
const hook = '/srv/shared/e2e-take-away';

test.afterEach(async () => {
  await forgetPolicies();
  await runOn('lab-b', '/bin/sh', '-c', `[ ! -e ${lock}.away ] || mv ${lock}.away ${lock}`);
});

test('a move whose file vanishes behind its check gives the source back, with the words of CRIU beside what the preflight had said', async ({
  page,
}, info) => {
  // A program of the host's owner takes the file away when everything was looked at and nothing stands still.
  await writeOn('lab-b', hook, `#!/bin/sh\nmv ${lock} ${lock}.away\n`, '755');
  await allowPrograms('lab-b', 'file-lock', { hooks: { 'before-arrival': [hook] } });
  const way = { name: 'file-lock', source: 'lab-a', destination: 'lab-b' };
  await openPreflight(page, way);
  await startOpen(page, way, 'stop-and-copy');
  await expect(page.getByText('file-lock runs on lab-a as before. Nothing was lost.')).toBeVisible({ timeout: 60_000 });
  const why = page.getByRole('region', { name: 'Why CRIU failed' });
  await expect(why.getByText('Cause found')).toBeVisible();
  await expect(why.getByText(lock).first()).toBeVisible();
  await expect(why.getByText('Not foretold')).toBeVisible();
  await expect(why.getByRole('link', { name: 'its preflight' })).toBeVisible();
  await expect(why.locator('[data-marked]')).toContainText('lab-lock');
  await page.screenshot({ path: info.outputPath('failed.png'), fullPage: true });
  await page.setViewportSize({ width: 390, height: 900 });
  await expect.poll(() => sidewaysPixels(page)).toBe(0);
  expect(await findWorkload('file-lock')).toEqual(['lab-a']);
});

test('a full checkpoint that was asked for stays on the source when the copy is not proved', async ({ page }, info) => {
  await allowPrograms('lab-b', 'file-lock', { health: ['/bin/false'], healthSeconds: 1 });
  const way = { name: 'file-lock', source: 'lab-a', destination: 'lab-b' };
  await openPreflight(page, way);
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Without it nothing of its memory is written to the disk of lab-a.');
  await dialog.getByRole('checkbox', { name: /^Keep a full checkpoint/ }).check();
  await expect(dialog).toContainText(/Its price: [\d.]+ MiB is written to the disk of lab-a/);
  await dialog.getByRole('button', { name: 'Move file-lock' }).click();
  await expect(page.getByText('file-lock runs on lab-b now, and is not proved.')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/the full checkpoint of this run stays on the source/).first()).toBeVisible();
  await page.screenshot({ path: info.outputPath('kept.png'), fullPage: true });
  const runId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const { stateDir, labSet } = readAccess();
  const { diskDir } = labLayout(labSet, stateDir).hosts[0];
  expect(readdirSync(path.join(diskDir, 'state/agent/runs', runId, 'images')).join(' ')).toMatch(/pages-\d+\.img/);
  expect(await findWorkload('file-lock')).toEqual(['lab-b']);

  // A checkpoint as any other, but for the copy: while that runs it is not restored.
  await page.goto('/checkpoints');
  const row = page
    .getByRole('table', { name: 'Checkpoints' })
    .getByRole('row', { name: /file-lock lab-a/ })
    .first();
  await expect(row.getByRole('link', { name: 'by a move, because the copy is not proved' })).toBeVisible();
  await row.getByRole('button', { name: 'Restore' }).click();
  const restore = page.getByRole('dialog');
  await expect(restore).toContainText('Its copy runs on lab-b: a restore would make two running copies.');
  await expect(restore.getByRole('button', { name: 'Restore file-lock' })).toBeDisabled();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.screenshot({ path: info.outputPath('restore-kept.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 900 });
  await expect.poll(() => sidewaysPixels(page)).toBe(0);
  await page.screenshot({ path: info.outputPath('restore-kept-narrow.png') });
  await restore.getByRole('button', { name: 'Not now' }).click();
  await expect.poll(() => sidewaysPixels(page)).toBe(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.screenshot({ path: info.outputPath('checkpoints.png') });

  // Its host is silent: an administrator may decide, who types what the choice is about.
  await withSilentAgent('lab-b', async () => {
    await row.getByRole('button', { name: 'Restore' }).click();
    await expect(restore).toContainText('Nobody says whether its copy runs', { timeout: 40_000 });
    await expect(restore.getByRole('button', { name: 'Restore file-lock' })).toBeDisabled();
    await restore.getByRole('button', { name: /I have fenced the host of the copy/ }).click();
    await restore.getByLabel('Type lab-b to confirm').fill('lab-a');
    await expect(restore.getByRole('button', { name: 'Restore file-lock' })).toBeDisabled();
    await restore.getByLabel('Type lab-b to confirm').fill('lab-b');
    await expect(restore.getByRole('button', { name: 'Restore file-lock' })).toBeEnabled();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await expect.poll(() => sidewaysPixels(page)).toBe(0);
        await page.screenshot({ path: info.outputPath(`decide-${colorScheme}-${width}.png`), animations: 'disabled' });
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(await accessibilityProblems(page)).toEqual([]);
    await restore.getByRole('button', { name: 'Not now' }).click();
  });
  await row.getByRole('button', { name: 'Discard the checkpoint of file-lock' }).click();
  await page.getByRole('button', { name: 'Discard checkpoint' }).click();
  await expect(row).toContainText('Removed');
  expect(existsSync(path.join(diskDir, 'state/agent/runs', runId, 'images'))).toBe(false);
});
