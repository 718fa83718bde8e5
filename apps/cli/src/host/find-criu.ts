import { readdirSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { isExecutable } from '@godwit/host-facts';

const systemDirectories = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

const onPath = (environment: NodeJS.ProcessEnv): string | null => {
  const directories = (environment.PATH ?? '').split(':').filter(isAbsolute);
  return [...directories, ...systemDirectories].map((directory) => join(directory, 'criu')).find(isExecutable) ?? null;
};

/** The one that `npm run up` or `npm test` fetched for this machine and proved; null when there is none. */
const inPrivatePrefix = (environment: NodeJS.ProcessEnv): string | null => {
  const cache = environment.GODWIT_CRIU_CACHE ?? '/var/cache/godwit/criu';
  try {
    const prefixes = readdirSync(cache).filter((name) => name.startsWith('prefix-'));
    return prefixes.map((name) => join(cache, name, 'criu')).find(isExecutable) ?? null;
  } catch {
    return null;
  }
};

/** The CRIU to ask: the one named, else GODWIT_CRIU, else on PATH or in the system's directories, else the private one; null without. */
export const findCriu = (named: string | undefined, environment = process.env): string | null => {
  const wanted = named ?? environment.GODWIT_CRIU;
  return wanted === undefined || wanted === ''
    ? (onPath(environment) ?? inPrivatePrefix(environment))
    : resolve(wanted);
};
