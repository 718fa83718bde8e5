export { type CriuFeature, criuFeatures } from './features.ts';
export * from './phases.ts';
