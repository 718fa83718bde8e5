export { carriedFiles } from './carried-files.ts';
export * from './file-plan.ts';
export { neededPlaces } from './needed-places.ts';
export { planFiles } from './plan-files.ts';
export * from './staging-wish.ts';
