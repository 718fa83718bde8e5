import { moveOpen, openPreflight, rehearseOpen } from '../../portal/flight-steps.ts';
import { judgeFlight } from '../../portal/judge-flight.ts';
import { startLabContainer } from '../../portal/lab-container.ts';
import { expect, test } from '../../portal/portal-test.ts';

test('a container of runc is rehearsed and moves there and back from the browser; its numbers go on', async ({
  page,
}, info) => {
  const container = await startLabContainer('flown');
  try {
    await judgeFlight(container.attached, async () => {
      const there = { name: 'flown', source: 'lab-a', destination: 'lab-b' };
      await openPreflight(page, there);
      await rehearseOpen(page, there);
      expect(await container.places()).toEqual(['lab-a']);
      await page.screenshot({ path: info.outputPath('preflight.png'), fullPage: true });
      await moveOpen(page, there, 'stop-and-copy');
      expect(await container.places()).toEqual(['lab-b']);
      const back = { name: 'flown', source: 'lab-b', destination: 'lab-a' };
      await openPreflight(page, back);
      await moveOpen(page, back, 'stop-and-copy');
      expect(await container.places()).toEqual(['lab-a']);
      await page.screenshot({ path: info.outputPath('moved.png'), fullPage: true });
    });
  } finally {
    await container.remove();
  }
});
