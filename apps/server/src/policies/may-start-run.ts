import type { ErrorReport } from '@godwit/domain/errors';
import type { VerdictWord } from '@godwit/domain/verdict';

export interface RunWish {
  verdict: VerdictWord;
  purpose: string;
  workloadName: string;
  /** Age of the preflight it rests on, in milliseconds. */
  ageMs: number;
  source: { name: string; connected: boolean };
  destination: { name: string; connected: boolean } | null;
  /** A run that works on the same tree right now. */
  activeRun: { id: string } | null;
}

/** A verdict this old says little about the tree as it is. The check before the start is made anyway. */
const oldestMs = 24 * 3600 * 1000;

/** Why a move may not start now, or null when it may. The button and the procedure ask the same. */
export const whyNotMove = (wish: RunWish): ErrorReport | null => {
  if (wish.purpose !== 'move' || wish.destination === null) {
    return refuse('command-refused', 'This preflight was not made for a move.', 'Run a preflight for a move first.');
  }
  if (wish.activeRun !== null) return runInProgress(wish.workloadName);
  if (wish.verdict === 'blocked') {
    return refuse(
      'verdict-blocked',
      'Something blocks this move.',
      'Resolve the blockers, then run the preflight again.',
    );
  }
  if (wish.verdict === 'undetermined') {
    return refuse(
      'verdict-blocked',
      'Something that could block this move could not be looked at.',
      'Make it readable, then run the preflight again.',
    );
  }
  if (wish.ageMs > oldestMs) {
    return refuse('verdict-blocked', 'This preflight is more than a day old.', 'Run the preflight again.');
  }
  return whoIsAway(wish.source, wish.destination);
};

/**
 * Why a rehearsal may not start now, or null when it may. Nothing is at stake in one, so a verdict that blocks a move does not block it: it
 * shows whether the verdict is right.
 */
export const whyNotRehearseNow = (
  wish: Omit<RunWish, 'verdict' | 'ageMs'>,
  refusal: Pick<ErrorReport, 'message' | 'remedy'> | null,
): ErrorReport | null => {
  if (wish.purpose !== 'move' || wish.destination === null)
    return refuse('command-refused', 'This preflight was not made for a move.', 'Run a preflight for a move first.');
  if (wish.activeRun !== null) return runInProgress(wish.workloadName);
  if (refusal !== null) return refuse('command-refused', refusal.message, refusal.remedy);
  return whoIsAway(wish.source, wish.destination);
};

type Reachable = RunWish['source'];

const whoIsAway = (...hosts: readonly Reachable[]): ErrorReport | null => {
  const away = hosts.find(({ connected }) => !connected);
  return away === undefined ? null : hostAway(away.name);
};

export const runInProgress = (workloadName: string): ErrorReport =>
  refuse('run-in-progress', `Another run works on ${workloadName} right now.`, 'Wait for it to end, or cancel it.');

export const hostAway = (name: string): ErrorReport =>
  refuse('host-lost', `${name} is not connected.`, 'See whether the host is up and its agent runs.');

const refuse = (code: ErrorReport['code'], message: string, remedy: string): ErrorReport => ({ code, message, remedy });
