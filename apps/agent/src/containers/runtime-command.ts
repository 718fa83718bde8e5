import type { RunPaths } from '../hold/run-paths.ts';

export interface RuntimeStart {
  criuPath: string;
  options: readonly string[];
  actionScript: string | null;
}

/** How to start a program, and where it says what CRIU's log does not. */
export interface RuntimeCommand {
  argv: string[];
  environment: Record<string, string>;
  ownLog: string;
  /** What it starts may outlive it: podman's conmon watches over the container. */
  leavesOthers?: true;
}

/** Where a runtime says what CRIU's log does not. */
export const logOf = ({ dir }: Pick<RunPaths, 'dir'>): string => `${dir}/runtime.log`;
