import { addAddress, findDeviceFor, findHolder, loadRuleset } from '@godwit/criu-driver';
import { type Exposure, silenceRules, silenceTables } from '../network/packet-rules.ts';
import type { HoldContext } from './hold-context.ts';

/** Keeps a copy silent that is not released yet; written down before. Idempotent. */
export const silence = async ({ journal, paths }: HoldContext, exposure: Exposure): Promise<void> => {
  const tables = silenceTables(paths.runId, exposure);
  if (tables.length === 0) return;
  journal.making(...tables.map((table) => ({ type: 'table' as const, ...table })));
  await loadRuleset(silenceRules(paths.runId, exposure));
};

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
