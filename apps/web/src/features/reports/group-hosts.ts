import type { HostKernel } from '../../api/types.ts';

/** Hosts that are the same to CRIU: kernel, CRIU and every feature agree. */
export interface HostGroup {
  key: string;
  title: string;
  /** One of them, to judge by. */
  host: HostKernel;
}

const mostNames = 3;

const titleOf = (names: readonly string[]): string => {
  const shown = names.slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
};

const likeness = ({ kernel, criu, features }: HostKernel): string =>
  JSON.stringify([kernel, criu, features === null ? null : Object.entries(features).sort()]);

/** A column for each kind of host, not for each host: a fleet of one image is one column. */
export const groupHosts = (hosts: readonly HostKernel[]): HostGroup[] => {
  const groups = new Map<string, HostKernel[]>();
  for (const host of hosts) groups.set(likeness(host), [...(groups.get(likeness(host)) ?? []), host]);
  return [...groups].flatMap(([key, members]) =>
    members[0] ? [{ key, title: titleOf(members.map(({ name }) => name)), host: members[0] }] : [],
  );
};
