import { runOn } from './lab-commands.ts';

const policyFile = '/etc/godwit/agent-policy.json';

/** A file on a lab host, written by its owner. */
export const writeOn = (host: string, file: string, text: string, mode: string): Promise<string> =>
  runOn(host, '/bin/sh', '-c', `printf '%s' "$0" > "$1" && chmod ${mode} "$1"`, text, file);

/** The owner of a host lets programs of his run with the moves of a workload. */
export const allowPrograms = (host: string, workload: string, programs: object): Promise<string> =>
  writeOn(host, policyFile, JSON.stringify({ version: 1, workloads: [{ match: `*${workload}`, ...programs }] }), '600');

/** The hosts allow again what they allow without a policy. */
export const forgetPolicies = async (): Promise<void> => {
  for (const host of ['lab-a', 'lab-b']) await runOn(host, 'rm', '-f', policyFile);
};
