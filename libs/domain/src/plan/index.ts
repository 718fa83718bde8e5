export { criuCommandLines, podmanCommandLines, runcCommandLines } from './command-line.ts';
export { listeningPorts } from './listening-ports.ts';
export * from './move-controls.ts';
export { planRehearsal } from './plan-rehearsal.ts';
export { type PlanInput, planDump, planMove } from './plan-run.ts';
export * from './run-plan.ts';
