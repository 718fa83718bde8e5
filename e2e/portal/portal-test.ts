import { test as base, type Page } from '@playwright/test';
import { adminState, readAccess } from './portal-access.ts';

interface PortalFixtures {
  /** Whoever the page belongs to, nothing may leave this machine and nothing may be complained about in the console. */
  quiet: undefined;
}

/**
 * A request was aborted because the page was left, or because somebody made or removed a network interface on this machine (labs and
 * probes do): that is not a failure of the page, which asks again.
 */
const harmless = /ERR_ABORTED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_NETWORK_CHANGED/;

/** Statuses that a test provokes on purpose show in the console as failed resources. */
const isExpected = (text: string, allowed: readonly number[]) =>
  allowed.some((status) => text.includes(`status of ${status}`));

/** Collects what a page asked for outside of the portal, and what it complained about. */
export const watchPage = (
  page: Page,
  allowedStatuses: readonly number[] = [],
  allowedMessages: RegExp = /^$/,
): string[] => {
  const seen: string[] = [];
  const { origin } = new URL(readAccess().url);
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) seen.push(`request outside: ${url}`);
  });
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() !== 'error' || harmless.test(text) || allowedMessages.test(text)) return;
    if (!isExpected(text, allowedStatuses)) seen.push(`console: ${text}`);
  });
  page.on('pageerror', (error) => seen.push(`page error: ${error.message}`));
  return seen;
};

/** A test that is signed in as the administrator and fails on requests outside, console errors and page errors. */
export const test = base.extend<
  PortalFixtures & {
    allowedStatuses: readonly number[];
    /** What the console may complain about because the test brings it about. */
    allowedMessages: RegExp;
  }
>({
  baseURL: async ({}, use) => use(readAccess().url),
  storageState: adminState,
  allowedStatuses: [[], { option: true }],
  allowedMessages: [/^$/, { option: true }],
  quiet: [
    async ({ page, allowedStatuses, allowedMessages }, use) => {
      const seen = watchPage(page, allowedStatuses, allowedMessages);
      await use(undefined);
      if (seen.length > 0) throw new Error(`The page was not quiet:\n${seen.join('\n')}`);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
