import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { JudgePlace } from './godwit.ts';
import type { Places } from './places.ts';
import type { HostVariant } from './scenario.ts';

const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'];

/** A folder of links to every program but some. */
const folderWithout = (run: string, missing: readonly string[]): string => {
  const folder = path.join(run, `bin-without-${missing.join('-')}`);
  if (existsSync(folder)) return folder;
  mkdirSync(folder);
  for (const source of folders.filter((one) => existsSync(one))) {
    for (const name of readdirSync(source)) {
      if (!missing.includes(name) && !existsSync(path.join(folder, name)))
        symlinkSync(path.join(source, name), path.join(folder, name));
    }
  }
  return folder;
};

export interface Machine {
  places: Places;
  run: string;
  criuPath: string;
  /** Looked for only when a scenario wants it. */
  older: () => Promise<string>;
}

/** argv that comes before a command which is to lack capabilities. */
export const withoutRights = (names: readonly string[]): string[] =>
  names.length === 0 ? [] : ['setpriv', '--bounding-set', names.map((one) => `-${one}`).join(',')];

/** Godwit and CRIU as they are on the host of a scenario. */
export const hostPlace = async (
  { places, run, criuPath, older }: Machine,
  { criu, withoutTools = [], withoutCapabilities = [], limits = [], probes = [] }: HostVariant,
  images: string,
): Promise<JudgePlace> => {
  const word = [criu ?? 'here', ...withoutTools, ...withoutCapabilities].join('-');
  const limited = limits.length === 0 ? [] : ['prlimit', ...limits];
  const before = [...limited, ...withoutRights(withoutCapabilities)];
  const searchPath = withoutTools.length === 0 ? folders.join(':') : folderWithout(run, withoutTools);
  // What CRIU said on one host must not be remembered for another.
  const env = {
    PATH: searchPath,
    HOME: '/root',
    LANG: 'C.UTF-8',
    GODWIT_IMAGES: images,
    // What probes said on this machine before is not known to it.
    GODWIT_PROBES: path.join(run, 'probes'),
    XDG_CACHE_HOME: path.join(run, `cache-${word}`),
  };
  const pathOfCriu = criu === undefined ? criuPath : criu === 'missing' ? '/nowhere/criu' : await older();
  return { places, before, path: pathOfCriu, env, probes };
};
