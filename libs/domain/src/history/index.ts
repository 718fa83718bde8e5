export { emptyView } from './empty-view.ts';
export { applyEvent, foldRun } from './fold-run.ts';
export { measureTimes, type TimeMarks } from './measure-times.ts';
export type * from './run-view.ts';
