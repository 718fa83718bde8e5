export { questionsFor } from './questions-for.ts';
export { comparisonRules } from './rules.ts';
export { movedContainer, throughRuntime } from './through-runtime.ts';
