import { strike } from '../../kill/strike.mjs';
import { copiesThatRun, runOnLab } from '../../portal/installation.ts';
import { findWorkload } from '../../portal/lab-commands.ts';
import { expect, test } from '../../portal/portal-test.ts';
import { counterWay, startMove } from '../../portal/start-move.ts';

/** CRIU was told to let the copy run: before that the copy would be built again without a person. */
const wokenLongAgo = { side: 'destination', state: 'releasing', stopAt: 'held', afterMs: 2000 } as const;

test('a run whose copy died after its release waits for a person, who types the name and decides', async ({
  page,
}, info) => {
  const { source, destination } = await counterWay();
  const runId = await startMove(page, 'counter', { source, destination });
  const run = runOnLab(runId, source, destination);
  expect(strike(wokenLongAgo, 'destination-criu', run)).toMatchObject({
    struck: true,
  });
  await expect(page.getByText('This run waits for a decision')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/so it may have run/).first()).toBeVisible();
  expect(copiesThatRun('counter')).toEqual([]);
  await page.screenshot({ path: info.outputPath('waits.png'), fullPage: true });

  // Whoever comes later, or looks at the list, sees that it waits.
  await page.reload();
  await expect(page.getByText('This run waits for a decision')).toBeVisible();
  await expect(page.getByText('Needs a decision').first()).toBeVisible();

  await page.getByRole('button', { name: /^Restore the copy again/ }).click();
  const dialog = page.getByRole('dialog');
  const decide = dialog.getByRole('button', { name: /^Restore the copy again/ });
  await expect(decide).toBeDisabled();
  await dialog.getByRole('textbox').fill('conter');
  await expect(decide).toBeDisabled();
  await dialog.getByRole('textbox').fill('counter');
  await decide.click();
  await expect(page.getByText(`counter runs on ${destination} now.`)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('This run waits for a decision')).toHaveCount(0);
  expect(await findWorkload('counter')).toEqual([destination]);
  await page.goto('/audit');
  await expect(page.getByRole('table', { name: 'Audit events' })).toContainText('run.decided');
});
