export { explainLog } from './explain-log.ts';
export type {
  CauseLine,
  CriuOperation,
  Explanation,
  ExplanationOutcome,
  SkippedLine,
} from './explanation.ts';
export { isKnownError } from './find-known.ts';
export { knownErrors } from './known-errors/index.ts';
export type { KnownError } from './known-errors/known-error.ts';
