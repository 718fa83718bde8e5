import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { shareAccess } from './portal-access.ts';
import { runUp } from './run-up.ts';

/** Which lab set the portal under test gets; its ports follow from it, so that two sets never meet. */
const labSet = Number(process.env.GODWIT_E2E_LAB_SET ?? 47);
const port = 47_000 + 10 * labSet;
const admin = { email: 'ada@example.org', password: 'a long flight over cold water', name: 'Ada Lovelace' };

/** A portal that is there already: nothing is started, and its administrator is asked for. */
const useExisting = (url: string) => {
  const { GODWIT_E2E_EMAIL, GODWIT_E2E_PASSWORD, GODWIT_E2E_SETUP_LINK, GODWIT_STATE_DIR, GODWIT_LAB_SET } =
    process.env;
  shareAccess({
    url,
    setupLink: GODWIT_E2E_SETUP_LINK ?? '',
    admin: { ...admin, email: GODWIT_E2E_EMAIL ?? admin.email, password: GODWIT_E2E_PASSWORD ?? admin.password },
    stateDir: GODWIT_STATE_DIR ?? '/var/lib/godwit',
    labSet: Number(GODWIT_LAB_SET ?? 0),
  });
};

/** The whole of `npm run up` with a lab of its own, in a state directory of its own that is removed at the end. */
export default async function startPortal(): Promise<(() => Promise<void>) | undefined> {
  const existing = process.env.GODWIT_E2E_URL;
  if (existing) {
    useExisting(existing);
    return undefined;
  }
  // The portal and Postgres run as an unprivileged user, who has to get through.
  const stateDir = mkdtempSync('/var/lib/godwit-e2e-');
  chmodSync(stateDir, 0o711);
  const {
    GODWIT_ADMIN_EMAIL: _email,
    GODWIT_ADMIN_PASSWORD: _password,
    DATABASE_URL: _database,
    ...inherited
  } = process.env;
  const env = { ...inherited, PORT: String(port), GODWIT_STATE_DIR: stateDir, GODWIT_LAB_SET: String(labSet) };
  const { url, setupLink, stop } = await runUp(env);
  shareAccess({ url, setupLink, admin, stateDir, labSet });
  return async () => {
    await stop();
    rmSync(stateDir, { recursive: true, force: true });
  };
}
