export * from './decisions.ts';
export * from './hook-stages.ts';
export { isFollowingState } from './is-following-state.ts';
export * from './next-action.ts';
export * from './queue.ts';
export * from './run-event.ts';
export * from './say-thaw.ts';
export * from './side-states.ts';
export * from './steps.ts';
