export * from './finding.ts';
export { type JudgeInput, judge } from './judge.ts';
export { type ImagesToJudge, judgeImages } from './judge-images.ts';
export { mergeOptions } from './merge-options.ts';
export { optionNote } from './option-notes.ts';
export * from './verdict.ts';
