export { criuCommandLines } from './command-line.ts';
export { listeningPorts } from './listening-ports.ts';
export { type PlanInput, planDump, planMove } from './plan-run.ts';
export * from './run-plan.ts';
