export { decideNextRound } from './decide-next-round.ts';
export * from './pre-copy-round.ts';
export { sayStopRule, stopReasonTexts } from './say-rounds.ts';
export { type StopRule, stopRuleSchema, usualStopRule } from './stop-rule.ts';
