import { type Attached, echoClient, observerOfCounter, redisClient } from '../../portal/attached-clients.ts';
import { type FlightMode, moveOpen, openPreflight, rehearseOpen } from '../../portal/flight-steps.ts';
import { judgeFlight } from '../../portal/judge-flight.ts';
import { findWorkload } from '../../portal/lab-commands.ts';
import { startLabContainer } from '../../portal/lab-container.ts';
import { startPodman } from '../../portal/lab-podman.ts';
import { expect, test } from '../../portal/portal-test.ts';

interface Flyer {
  name: string;
  home: string;
  attached: () => Attached;
}

const flyers: readonly Flyer[] = [
  { name: 'counter', home: 'lab-a', attached: observerOfCounter },
  { name: 'echo-server', home: 'lab-a', attached: echoClient },
  { name: 'redis', home: 'lab-b', attached: redisClient },
];
const modes: readonly FlightMode[] = ['stop-and-copy', 'post-copy'];

/** There and back again. */
const waysOf = (name: string, home: string) => {
  const away = home === 'lab-a' ? 'lab-b' : 'lab-a';
  return [
    { name, source: home, destination: away },
    { name, source: away, destination: home },
  ];
};

for (const { name, home, attached } of flyers)
  for (const mode of modes)
    test(`${name}, ${mode}: rehearsed and moved from ${home}, rehearsed and moved back`, async ({ page }, info) => {
      for (const way of waysOf(name, home))
        await judgeFlight(attached(), async () => {
          await openPreflight(page, way);
          await rehearseOpen(page, way);
          expect(await findWorkload(name)).toEqual([way.source]);
          await moveOpen(page, way, mode);
          expect(await findWorkload(name)).toEqual([way.destination]);
          await page.screenshot({ path: info.outputPath(`on-${way.destination}.png`), fullPage: true });
        });
    });

const containers = {
  runc: () => startLabContainer('flown'),
  podman: () => startPodman('flown'),
};
const wanted = process.env.GODWIT_E2E_PODMAN === undefined ? (['runc'] as const) : (['runc', 'podman'] as const);

for (const runtime of wanted)
  test(`a container of ${runtime}, stop-and-copy: rehearsed and moved from lab-a and back`, async ({ page }, info) => {
    const container = await containers[runtime]();
    try {
      for (const way of waysOf('flown', 'lab-a'))
        await judgeFlight(container.attached, async () => {
          await openPreflight(page, way);
          await rehearseOpen(page, way);
          expect(await container.places()).toEqual([way.source]);
          await moveOpen(page, way, 'stop-and-copy');
          expect(await container.places()).toEqual([way.destination]);
          await page.screenshot({ path: info.outputPath(`on-${way.destination}.png`), fullPage: true });
        });
    } finally {
      await container.remove();
    }
  });
