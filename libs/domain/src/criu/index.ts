export { criuFeatures } from './features.ts';
export * from './phase-signs.ts';
export * from './phases.ts';
