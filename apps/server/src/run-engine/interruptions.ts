import type { Decision } from '@godwit/domain/run';

/** Another server runs the runs now: whatever this one was about to write must not be written. */
export class TermLost extends Error {
  constructor() {
    super('Another server has taken over the runs.');
    this.name = 'TermLost';
  }
}

/** Somebody cancelled the run while a step was waiting. */
export class RunCancelled extends Error {
  constructor() {
    super('The run was cancelled.');
    this.name = 'RunCancelled';
  }
}

/** Only a person can say how the run goes on. */
export class DecisionNeeded extends Error {
  readonly decision: Decision;

  constructor(decision: Decision) {
    super(decision.reason);
    this.name = 'DecisionNeeded';
    this.decision = decision;
  }
}
