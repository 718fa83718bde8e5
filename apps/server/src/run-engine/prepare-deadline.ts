import { type MoveControls, secondsFor } from '@godwit/domain/plan';

/** What a host may take to prepare where the plan says nothing; nothing stands still meanwhile. */
const usualSeconds = 30;

/** How long one host is given to prepare its side, in milliseconds. */
export const prepareMs = (controls: MoveControls): number => secondsFor(controls, 'prepare', usualSeconds) * 1000;
