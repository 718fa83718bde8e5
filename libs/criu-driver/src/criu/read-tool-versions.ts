import { type HostFacts, known } from '@godwit/domain/facts';
import { runProgram } from '../program/run-program.ts';

type ToolVersions = NonNullable<HostFacts['toolVersions']>;

/** Tools CRIU starts itself, and runtimes that start CRIU, with the argument that makes them tell their version. */
const tools: Record<string, string> = {
  iptables: '--version',
  ip6tables: '--version',
  nft: '--version',
  ip: '-V',
  tar: '--version',
  runc: '--version',
  crun: '--version',
  podman: '--version',
  apparmor_parser: '--version',
};

/** `iptables v1.8.9 (nf_tables)` and the like: the first number with a dot, and what kind of iptables it is. */
export const parseToolVersion = (text: string): { version: string; flavour: string | null } | null => {
  const version = /\d+(?:\.\d+)+\S*/.exec(text)?.[0] ?? /iproute2-(\S+)/.exec(text)?.[1];
  if (version === undefined) return null;
  return { version: version.replace(/[,)]+$/, ''), flavour: /\((nf_tables|legacy)\)/.exec(text)?.[1] ?? null };
};

/** What the tools of this host say of themselves. One that is not there, or says nothing, is left out. */
export const readToolVersions = async (): Promise<ToolVersions> => {
  const asked = Object.entries(tools).map(async ([name, argument]) => {
    const { code, stdout, stderr } = await runProgram([name, argument], { deadlineMs: 3000 });
    const parsed = code === 0 ? parseToolVersion((stdout || stderr).split('\n')[0] ?? '') : null;
    return parsed === null ? [] : [[name, parsed] as const];
  });
  return known(Object.fromEntries((await Promise.all(asked)).flat()));
};
