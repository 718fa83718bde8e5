export * from './decisions.ts';
export { isFollowingState } from './is-following-state.ts';
export * from './next-action.ts';
export * from './run-event.ts';
export * from './side-states.ts';
export * from './steps.ts';
