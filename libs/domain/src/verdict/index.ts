export * from './finding.ts';
export { type JudgeInput, judge } from './judge.ts';
export { mergeOptions } from './merge-options.ts';
export * from './verdict.ts';
