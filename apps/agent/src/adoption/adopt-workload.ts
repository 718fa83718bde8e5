import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandRequest } from '@godwit/agent-protocol';

type Prepared = Pick<
  CommandRequest<'prepare-destination'>,
  'workloadKey' | 'workloadName' | 'cgroup' | 'serviceAddress' | 'files'
>;

/** A name that may stand in a file name. */
const plainName = /^[A-Za-z0-9_.@:-]{1,100}$/;

/**
 * Gives a declared workload that was moved here its definition on this host, so that it keeps its identity and its service
 * address. What a person wrote into a definition that is there already stays; only where it lives is brought up to date.
 * Workloads of other kinds are recognised by what they are.
 *
 * @returns whether there is a definition now
 */
export const adoptWorkload = (prepared: Prepared, directory: string): boolean => {
  const { workloadKey, workloadName: name, cgroup, serviceAddress, files } = prepared;
  if (workloadKey !== `declared:${name}` || !plainName.test(name)) return false;
  const file = path.join(directory, `${name}.json`);
  const data = (files?.staged ?? []).filter(({ lasting }) => lasting === true).map(({ path: directory }) => directory);
  const declared = data.length > 0 ? { dataDirectories: data } : {};
  const definition = { ...readDefinition(file), name, cgroup, serviceAddress, ...declared };
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(definition, null, 2)}\n`, { mode: 0o644 });
  renameSync(`${file}.new`, file);
  return true;
};

const readDefinition = (file: string): object => {
  if (!existsSync(file)) return {};
  try {
    const definition: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof definition === 'object' && definition !== null ? definition : {};
  } catch {
    return {};
  }
};
