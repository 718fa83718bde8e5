import { readFileSync } from 'node:fs';

/** What a runtime said itself, as lines of CRIU's log, in which it shows as an error when CRIU was not even started. */
export const readRuntimeLog = (file: string): string[] => {
  try {
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).slice(-20);
    return lines.map((line) => `(00.000000) Error (runtime): ${/msg="(.*)"$/.exec(line)?.[1] ?? line}`);
  } catch {
    return [];
  }
};
