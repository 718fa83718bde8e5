export { explainRun, type RunExplanation } from './explain-run.ts';
export { foretellingFor } from './foretelling.ts';
export { type Observation, observations, type RunToGrade, type Saying, sayings } from './grade.ts';
export { type ConfusionMatrix, type FindingRecord, measureAccuracy } from './measure-accuracy.ts';
