import type { Rule } from '../rules/rule.ts';
import { destinationAddresses } from './destination-addresses.ts';
import { destinationCriu } from './destination-criu.ts';
import { destinationFiles } from './destination-files.ts';
import { destinationIds } from './destination-ids.ts';
import { destinationKernel } from './destination-kernel.ts';
import { destinationMemory } from './destination-memory.ts';
import { destinationPorts } from './destination-ports.ts';
import { destinationPrivileges } from './destination-privileges.ts';
import { destinationSockets } from './destination-sockets.ts';
import { writableFiles } from './writable-files.ts';

/** Rules that set the source against a destination, one file per aspect. */
export const comparisonRules: readonly Rule[] = [
  destinationKernel,
  destinationCriu,
  destinationPrivileges,
  destinationFiles,
  writableFiles,
  destinationSockets,
  destinationIds,
  destinationPorts,
  destinationAddresses,
  destinationMemory,
];
