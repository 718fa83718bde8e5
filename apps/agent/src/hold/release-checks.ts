import { GodwitError } from '@godwit/domain/errors';
import type { CriuProcess } from './criu-process.ts';
import type { HoldCommands } from './hold-protocol.ts';
import type { HookPipe } from './hook-pipe.ts';
import type { Journal } from './journal.ts';
import type { StateDetails } from './journal-records.ts';
import { refused } from './refused.ts';
import { sayLost } from './source-dump.ts';

interface Release {
  request: HoldCommands['release-copy']['request'];
  journal: Journal;
  isRehearsal: boolean;
  isPostCopy: boolean;
}

/** Throws `command-refused` when a copy may not be released with such a proof, or not now. */
export const requireReleasable = ({ request, journal, isRehearsal, isPostCopy }: Release): void => {
  const { runId, epoch, gone } = request;
  if (isRehearsal) throw refused('This is a rehearsal: its copy is never released.');
  if ((gone.basis === 'fenced') !== isPostCopy)
    throw refused('The proof of the source is one for another mode of a move.');
  if (gone.runId !== runId || gone.epoch > epoch)
    throw refused('The proof that the source is gone belongs to another run or epoch.');
  if (journal.state !== 'held') throw refused(`The copy is "${journal.state}" and not held, so it cannot be released.`);
};

/** What is lost of a held copy; null when everything is there. */
export const findHoldLoss = (
  { facts }: Journal,
  criu: CriuProcess | null,
  hook: HookPipe | null,
): GodwitError | null => {
  const dead = criu?.isRunning ? (hook?.findDeath() ?? null) : 'CRIU, which held the copy, has died.';
  const message = sayLost(facts.tasks ?? []) ?? dead;
  return message === null
    ? null
    : new GodwitError({ code: 'criu-failed', message, remedy: 'It is built again from its images.' });
};

/** The four times' part of the destination. */
export const describeReleased = ({ facts }: Journal, runningAtBootMs: number): StateDetails => {
  const { frozenAtBootMs, clockAheadMs } = facts;
  const comparable = frozenAtBootMs !== undefined && clockAheadMs !== undefined;
  const switchOverUs = comparable ? Math.round((runningAtBootMs - frozenAtBootMs - clockAheadMs) * 1000) : null;
  return { released: { switchOverUs, runningAtBootMs } };
};

/** CRIU did not let the copy go as it should. */
export const describeStuck = ({ facts }: Journal, criu: CriuProcess | null): StateDetails => ({
  reason: `CRIU did not end as it should after the release. ${sayLost(facts.tasks ?? []) ?? 'All tasks of the copy are there.'}`,
  errorCode: 'criu-failed',
  logTail: [...(criu?.lastLines ?? [])].slice(-40),
  mayHaveRun: true,
});

/** Why a copy is ended while it is held: nobody can fetch its pages any more (post-copy), or null: CRIU has died. */
export const lostInHold = (whyPages: string | null): GodwitError =>
  whyPages === null
    ? new GodwitError({
        code: 'criu-failed',
        message: 'CRIU died while it held the copy, so the copy was ended. It can be built again from its images.',
        remedy: 'Nothing is to be done: this is done by itself.',
      })
    : new GodwitError({
        code: 'channel-broken',
        message: whyPages,
        remedy: 'Nothing is to be done: before the commit the source is given back.',
      });
