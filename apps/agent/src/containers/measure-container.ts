import path from 'node:path';
import { runProgram } from '@godwit/criu-driver';
import { listBeside } from './beside-root.ts';
import { type NamedContainer, requireContainer } from './container-target.ts';

const deadlineMs = 120_000;

/** Bytes that the files of a running container take on their disk; 0 where they could not be counted in time. Throws `process-changed`. */
export const measureContainer = async (named: NamedContainer, pid: number): Promise<number> => {
  const record = requireContainer(named, pid);
  const beside = named.runtime === 'podman' ? [] : listBeside(record).map((name) => path.join(record.bundle, name));
  const argv = ['du', '--summarize', '--total', '--one-file-system', '--block-size=1', '--', record.rootfs, ...beside];
  const { stdout } = await runProgram(argv, { deadlineMs });
  return Number(/^(\d+)\ttotal$/m.exec(stdout)?.[1] ?? 0);
};
