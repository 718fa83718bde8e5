import { isExecutable } from './is-executable.ts';

/** Programs CRIU starts itself, and those that fences and addresses need. */
const toolNames = [
  'ip',
  'iptables',
  'ip6tables',
  'iptables-restore',
  'iptables-save',
  'ip6tables-restore',
  'nft',
  'tar',
];

const always = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Absolute path of each tool, null when it is nowhere on PATH or in the usual directories. */
export const readTools = (path = process.env.PATH ?? ''): Record<string, string | null> => {
  const directories = [...new Set([...path.split(':').filter((part) => part.startsWith('/')), ...always])];
  const find = (name: string): string | null =>
    directories.map((directory) => `${directory}/${name}`).find(isExecutable) ?? null;
  return Object.fromEntries(toolNames.map((name) => [name, find(name)]));
};
