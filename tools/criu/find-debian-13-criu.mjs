import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDebianCriu } from './debian-prefix.mjs';
import { defaultCacheDir } from './find-criu.mjs';

/**
 * Debian 13's CRIU (4.1.1) in a directory of its own, fetched once. It is for tests: on Linux 6.16 and later it passes
 * `criu check` and can dump no internet socket, which a host must find out by trying.
 *
 * @param {(line: string) => void} [log]
 * @returns {Promise<string>} path of the program
 */
export async function findDebian13Criu(log = () => {}) {
  // A folder of its own below the cache: what looks for the newest CRIU must not come upon this one.
  const cacheDir = path.join(defaultCacheDir(), 'debian-13');
  return (await installDebianCriu({ cacheDir, log, suite: 'trixie' })).path;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  console.log(await findDebian13Criu((line) => console.error(line)));
}
