import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { listBundleMounts } from '@godwit/host-facts';
import { z } from 'zod';
import type { ContainerRecord } from './container-target.ts';

/** The config.json in a bundle. */
export const readSpec = (bundle: string): Record<string, unknown> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path.join(bundle, 'config.json'), 'utf8')));

/**
 * What a container of runc binds out of its bundle besides its root, by its place in the bundle. A mount whose source was removed since the
 * start of the container has nothing that could travel.
 */
export const listBeside = ({ bundle, rootfs }: Pick<ContainerRecord, 'bundle' | 'rootfs'>): string[] =>
  listBundleMounts(readSpec(bundle), { bundle, rootfs }).filter((name) => existsSync(path.join(bundle, name)));
