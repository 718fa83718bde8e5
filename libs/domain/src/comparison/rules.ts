import type { Rule } from '../rules/rule.ts';
import { checkpointImages } from './checkpoint-images.ts';
import { destinationAddresses } from './destination-addresses.ts';
import { destinationCapabilities } from './destination-capabilities.ts';
import { destinationCgroups } from './destination-cgroups.ts';
import { destinationClocks } from './destination-clocks.ts';
import { destinationContainers } from './destination-containers.ts';
import { destinationCriu } from './destination-criu.ts';
import { destinationCriuStart } from './destination-criu-start.ts';
import { destinationFiles } from './destination-files.ts';
import { destinationIds } from './destination-ids.ts';
import { destinationKernel } from './destination-kernel.ts';
import { destinationLimits } from './destination-limits.ts';
import { destinationLocks } from './destination-locks.ts';
import { destinationMemory } from './destination-memory.ts';
import { destinationMounts } from './destination-mounts.ts';
import { destinationPorts } from './destination-ports.ts';
import { destinationPrivileges } from './destination-privileges.ts';
import { destinationRoutes } from './destination-routes.ts';
import { destinationSecurity } from './destination-security.ts';
import { destinationSockets } from './destination-sockets.ts';
import { destinationTerminals } from './destination-terminals.ts';
import { destinationWatches } from './destination-watches.ts';
import { stagedFiles } from './staged-files.ts';
import { writableFiles } from './writable-files.ts';

/** Rules that set the source against a destination, one file per aspect. */
export const comparisonRules: readonly Rule[] = [
  checkpointImages,
  destinationKernel,
  destinationCriuStart,
  destinationCriu,
  destinationCapabilities,
  destinationPrivileges,
  destinationSecurity,
  destinationLimits,
  destinationClocks,
  destinationFiles,
  destinationMounts,
  writableFiles,
  stagedFiles,
  destinationWatches,
  destinationLocks,
  destinationSockets,
  destinationTerminals,
  destinationIds,
  destinationPorts,
  destinationAddresses,
  destinationRoutes,
  destinationMemory,
  destinationCgroups,
  destinationContainers,
];
