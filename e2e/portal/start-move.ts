import { expect, type Page } from '@playwright/test';
import { findWorkload } from './lab-commands.ts';
import { openWorkload, preflightTo } from './preflight-steps.ts';

/** Starts the move of a workload as a person does, and gives the run's id as soon as the server has made it. */
export const startMove = async (
  page: Page,
  name: string,
  { source, destination }: { source: string; destination: string },
): Promise<string> => {
  await openWorkload(page, name, source);
  await preflightTo(page, destination);
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  const answered = page.waitForResponse((response) => response.url().includes('runs.start'));
  await page.getByRole('button', { name: `Move ${name}` }).click();
  const [answer] = (await (await answered).json()) as { result: { data: { json: { runId: string } } } }[];
  expect(answer?.result.data.json.runId).toMatch(/^[0-9a-f-]{36}$/);
  return answer?.result.data.json.runId ?? '';
};

/** Where the counter is, and the other of the two hosts that it moves between. */
export const counterWay = async (): Promise<{ source: string; destination: string }> => {
  const [source = ''] = await findWorkload('counter');
  return { source, destination: source === 'lab-a' ? 'lab-b' : 'lab-a' };
};
