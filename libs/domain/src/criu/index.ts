export { criuFeatures } from './features.ts';
export * from './phases.ts';
