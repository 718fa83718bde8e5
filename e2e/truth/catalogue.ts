import type { Scenario } from './scenario.ts';
import { containerScenarios } from './scenarios/containers.ts';
import { descriptorScenarios } from './scenarios/descriptors.ts';
import { destinationScenarios } from './scenarios/destinations.ts';
import { fileScenarios } from './scenarios/files.ts';
import { hostScenarios } from './scenarios/hosts.ts';
import { imageScenarios } from './scenarios/images.ts';
import { memoryScenarios } from './scenarios/memory.ts';
import { mixtureScenarios } from './scenarios/mixtures.ts';
import { namespaceScenarios } from './scenarios/namespaces.ts';
import { programScenarios } from './scenarios/programs.ts';
import { socketScenarios } from './scenarios/sockets.ts';
import { stagingScenarios } from './scenarios/staging.ts';
import { taskScenarios } from './scenarios/tasks.ts';

const mixtures = 40;

/** Every scenario, each name once, in an order that depends on the seed alone. */
export const allScenarios = (seed: number): Scenario[] => {
  const listed = [
    ...fileScenarios,
    ...memoryScenarios,
    ...descriptorScenarios,
    ...socketScenarios,
    ...taskScenarios,
    ...namespaceScenarios,
    ...hostScenarios,
    ...programScenarios,
    ...mixtureScenarios(seed, mixtures),
    ...destinationScenarios,
    ...imageScenarios,
    ...containerScenarios,
    ...stagingScenarios,
  ];
  return [...new Map(listed.map((scenario) => [scenario.name, scenario])).values()];
};
