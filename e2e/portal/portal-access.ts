import path from 'node:path';

/** Where the portal under test is and how to get in; set by the global set-up, read by every test. */
export interface PortalAccess {
  url: string;
  /** One-time link for the first administrator; empty when there is one already. */
  setupLink: string;
  admin: { email: string; password: string; name: string };
  /** The state directory of the portal's machine, for the lab's own commands. */
  stateDir: string;
  labSet: number;
}

const variable = 'GODWIT_E2E_ACCESS';

export const shareAccess = (access: PortalAccess): void => {
  process.env[variable] = JSON.stringify(access);
};

export const readAccess = (): PortalAccess => {
  const text = process.env[variable];
  if (!text) throw new Error('The global set-up has not told where the portal is.');
  return JSON.parse(text) as PortalAccess;
};

/** The administrator's cookies, kept from the set-up on. */
export const adminState = path.join(import.meta.dirname, '../../test-results/admin.json');
