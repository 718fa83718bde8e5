export { type RehearsalEvidence, rehearsalEvidenceSchema, rehearsalLimit, sayRehearsal } from './evidence.ts';
export { optionReachingOut, rehearsedOptions } from './rehearsed-options.ts';
export { whyNotRehearse } from './why-not-rehearse.ts';
export { writtenPaths } from './written-paths.ts';
