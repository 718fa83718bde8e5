/** A program that was started; the part of Node's ChildProcess that is looked at. */
export interface StartedProgram {
  pid?: number | undefined;
  once(event: 'exit' | 'error', listener: () => void): unknown;
}

/**
 * What probes need of the one library that may start programs (criu-driver's `programTools` is this). An adapter does not
 * import another one, so the app hands it over.
 */
export interface ProbeTools {
  startProgram: (
    argv: readonly string[],
    options: { outputFile: string; cgroupProcs: readonly string[]; enterScript: string; detached: boolean },
  ) => StartedProgram;
  runProgram: (argv: readonly string[]) => Promise<{ code: number | null; stdout: string; stderr: string }>;
  writeEnterScript: (file: string) => void;
  findHierarchies: () => { unified: string | null };
  makeCgroup: (dir: string) => void;
  killCgroup: (dir: string) => boolean;
  removeCgroup: (dir: string) => Promise<boolean>;
  readTask: (pid: number) => { startTimeTicks: number } | null;
}
