import { readFileSync, readlinkSync } from 'node:fs';

/** The text of a file that may be gone meanwhile, then empty. */
export const readOr = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** Where a link leads that may be gone meanwhile, then empty. */
export const linkOf = (file: string): string => {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
};

/** Number of a process in its own pid namespace. */
export const innerPidOf = (pid: string): number =>
  Number(
    /^NSpid:\s+(.*)$/m
      .exec(readOr(`/proc/${pid}/status`))?.[1]
      ?.split(/\s+/)
      .at(-1),
  );

/** Name of the lab host in whose pid namespace a process lives. */
export const hostOf = (hosts: readonly { name: string; pid: number }[], pid: string): string => {
  const own = linkOf(`/proc/${pid}/ns/pid`);
  return hosts.find((host) => linkOf(`/proc/${host.pid}/ns/pid`) === own)?.name ?? 'no lab host';
};
