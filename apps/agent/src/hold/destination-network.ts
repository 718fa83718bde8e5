import { addAddress, findDeviceFor, findHolder, loadRuleset } from '@godwit/criu-driver';
import { type Exposure, openRules, silenceRules, silenceTables } from '../network/packet-rules.ts';
import type { HoldContext } from './hold-context.ts';
import { removeRules } from './undo.ts';

/** Keeps a copy silent that is not released yet; written down before. Idempotent. */
export const silence = async ({ journal, paths }: HoldContext, exposure: Exposure): Promise<void> => {
  const tables = silenceTables(paths.runId, exposure);
  if (tables.length === 0) return;
  journal.making(...tables.map((table) => ({ type: 'table' as const, ...table })));
  await loadRuleset(silenceRules(paths.runId, exposure));
};

/**
 * Lets the copy be heard, before it runs its first instruction: a restored connection has no measured round trip, and what it
 * sends into a rule that is still there is tried again after three seconds only (TCP_TIMEOUT_FALLBACK, RFC 6298 5.7). The tables
 * themselves are removed when nobody waits any more.
 */
export const endSilence = async (context: HoldContext): Promise<void> => {
  const tables = context.journal.standing.filter((made) => made.type === 'table');
  if (tables.length > 0) await loadRuleset(openRules(tables)).catch(() => removeSilence(context));
};

/** A rule that stays is no reason to stand still; the sweeper has another try. */
export const removeSilence = ({ journal, log }: HoldContext): Promise<void> =>
  removeRules(journal).catch((error: unknown) => log(`The drop rules stay for now: ${error}`));

/** Where the service address will be: asked while nothing stands still. */
export const findPlace = async ({ journal }: HoldContext, serviceAddress: string | null): Promise<void> => {
  const holder = serviceAddress && (await findHolder(serviceAddress));
  const serviceDevice = serviceAddress && (holder ?? (await findDeviceFor(serviceAddress)));
  journal.append({ kind: 'facts', facts: { serviceAddress, serviceDevice, addressWasHere: Boolean(holder) } });
};

/** Behind the rules nobody can see it, and CRIU needs it to bind the sockets of the copy. */
export const takeAddress = async ({ journal }: HoldContext): Promise<void> => {
  const { serviceAddress: address, serviceDevice: device, addressWasHere } = journal.facts;
  if (!address || !device || addressWasHere) return;
  journal.making({ type: 'address', address, device });
  await addAddress({ address, device });
};
