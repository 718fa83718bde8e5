import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type FilePlan, stagedRoots } from '@godwit/domain/file-plan';
import { runArgv } from './run-argv.ts';
import type { World } from './world.ts';

/**
 * Brings what travels along into its place on the destination, after the dump, when nothing writes any more. Gives why that
 * failed, and null when it did not.
 */
export const stageFiles = async (world: World, shared: string, plan: FilePlan): Promise<string | null> => {
  const area = path.join(shared, 'staged');
  mkdirSync(area, { recursive: true });
  for (const [number, root] of stagedRoots(plan).entries()) {
    const between = path.join(area, String(number));
    const commands = [
      ['cp', '-a', '-T', root.path, between],
      [...world.enter, 'mkdir', '-p', path.dirname(root.path)],
      [...world.enter, 'rm', '-rf', root.path],
      [...world.enter, 'cp', '-a', '-T', between, root.path],
    ];
    for (const argv of commands) {
      const { code, errors } = await runArgv(argv);
      if (code !== 0) return errors;
    }
  }
  return null;
};
