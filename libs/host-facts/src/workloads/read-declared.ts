import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readText } from '../procfs/read-text.ts';

/** A workload that somebody named in a file: its processes are those of one cgroup, or those started with its arguments. */
const declaredSchema = z.object({
  name: z.string().min(1).max(200),
  argv: z.array(z.string()).default([]),
  cgroup: z.string().startsWith('/').nullable().default(null),
  serviceAddress: z.string().nullable().default(null),
  /** Directories that hold its data: all that is in them moves along. */
  dataDirectories: z.array(z.string().startsWith('/')).default([]),
});
export type DeclaredWorkload = z.infer<typeof declaredSchema>;

export interface DeclaredWorkloads {
  workloads: DeclaredWorkload[];
  /** Files that could not be used, with the reason. */
  problems: { file: string; reason: string }[];
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** The definitions in a directory, one JSON file each. A directory that is not there declares nothing. */
export const readDeclared = (directory: string): DeclaredWorkloads => {
  const declared: DeclaredWorkloads = { workloads: [], problems: [] };
  if (!existsSync(directory)) return declared;
  for (const file of readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    try {
      declared.workloads.push(declaredSchema.parse(JSON.parse(readText(join(directory, file)))));
    } catch (error) {
      declared.problems.push({ file, reason: message(error) });
    }
  }
  return declared;
};
