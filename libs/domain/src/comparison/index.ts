export { questionsFor } from './questions-for.ts';
export { comparisonRules } from './rules.ts';
