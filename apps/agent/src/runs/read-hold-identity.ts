import { existsSync, readFileSync } from 'node:fs';
import type { TaskIdentity } from '@godwit/criu-driver';
import type { RunPaths } from '../hold/run-paths.ts';

/** The hold process that served a run last; none when there never was one. */
export const readHoldIdentity = (paths: RunPaths): TaskIdentity[] =>
  existsSync(paths.holdIdentity) ? [JSON.parse(readFileSync(paths.holdIdentity, 'utf8')) as TaskIdentity] : [];
