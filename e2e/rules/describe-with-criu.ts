import { existsSync } from 'node:fs';
import type { CriuOptions, Finding, Purpose, Verdict } from '@godwit/domain/verdict';
import { describe, expect, test } from 'vitest';
import { judgeProgram } from './judge-program.ts';
import { type KeptProgram, keepPython } from './kept-program.ts';
import { type CriuRun, dump, restore, withImages } from './run-criu.ts';
import { waitUntil } from './wait-until.ts';

export interface Trial {
  name: string;
  /** A Python program that calls `ready()` and then waits. */
  program: string;
  /** Another one that runs beside it, outside of its tree; its directory is the argument of the program. */
  beside?: string;
  purpose?: Purpose;
  /** Ids of all findings expected, each once, notes left out. */
  finds: string[];
  /** Ids of findings that depend on what else the machine has mounted: they may be there or not. */
  mayFind?: string[];
  /** Whether the kernel has taken down what outlives the dumped processes for a while, such as their network. */
  settled?: () => boolean;
  /** Looks at the restored root, for what CRIU changes without a word. */
  after?: (pid: number) => void;
}

/**
 * Judges real programs from their facts, then really dumps and restores them with the options the verdict names, and
 * compares: CRIU must refuse what is blocked, with a line the finding foretold, and bring back everything else. What needs an
 * option must be refused without it.
 */
export const describeWithCriu = (title: string, trials: Trial[]): void => {
  describe(`${title}, judged and then tried`, () => {
    // Once more, as the truth does: the kernel takes namespaces, links and sockets down some time after the processes are gone.
    for (const trial of trials) test(trial.name, { retry: 1 }, () => runTrial(trial));
  });
};

const runTrial = async ({
  program,
  beside,
  purpose = 'here',
  finds,
  mayFind = [],
  settled,
  after,
}: Trial): Promise<void> => {
  const neighbour = beside === undefined ? null : await keepPython(beside);
  const kept = await keepPython(program, ...(neighbour === null ? [] : [neighbour.directory]));
  try {
    const verdict = await judgeProgram(kept.pid, purpose);
    expect(told(verdict).filter((id) => !mayFind.includes(id))).toEqual([...finds].sort());
    await compareWithCriu(kept, verdict, settled);
    after?.(kept.pid);
  } finally {
    await kept.stop();
    await neighbour?.stop();
  }
};

/** Holders of pipes cannot all be read on every machine, and keys of users come and go; neither tells of the program. */
const aboutMachine = new Set(['outside-pipes.unread', 'keyrings.user-keys']);

/** Ids of what was found, each once and sorted, without notes and without what tells of the machine. */
const told = ({ findings }: Verdict): string[] => {
  const telling = findings.filter(({ severity, id }) => severity !== 'note' && !aboutMachine.has(id));
  return [...new Set(telling.map(({ id }) => id))].sort();
};

/** Tries what the verdict foretells. */
export const compareWithCriu = async (
  kept: KeptProgram,
  verdict: Verdict,
  settled: () => boolean = () => true,
): Promise<void> => {
  const blockers = verdict.findings.filter(({ severity }) => severity === 'blocker');
  const inTime = blockers.filter(({ noticed }) => noticed !== 'restore');
  if (inTime.length > 0) return expectRefusal(kept, verdict.options, inTime);
  // An option without a foretold line keeps state that CRIU would lose in silence.
  const needing = verdict.findings.filter(
    ({ severity, criuError }) => severity === 'needs-option' && criuError !== null,
  );
  for (const finding of needing.filter(({ noticed }) => noticed !== 'restore')) {
    await expectRefusal(kept, without(verdict.options, finding), [finding]);
  }
  const atRestore = needing.filter(({ noticed }) => noticed === 'restore');
  await expectRoundTrip(kept, verdict.options, { blockers, needing: atRestore, settled });
};

/** The options of the verdict but for those of one finding. */
const without = ({ dump: all, restore: back }: CriuOptions, { remedies }: Finding): CriuOptions => {
  const own = remedies.flatMap(({ options }) => [...options.dump, ...options.restore]);
  const others = (options: string[]): string[] => options.filter((option) => !own.includes(option));
  return { dump: others(all), restore: others(back) };
};

const expectRefusal = (kept: KeptProgram, options: CriuOptions, findings: Finding[]): Promise<void> =>
  withImages(async (directory) => {
    const refused = await dump(kept.pid, directory, options.dump);
    expect(refused.code, 'criu dump passed').not.toBe(0);
    for (const finding of findings) expectForetold(finding, refused);
    expect(existsSync(`/proc/${kept.pid}`), 'the program did not outlive the refused dump').toBe(true);
  });

/** CRIU must have said what the finding foretold. */
export const expectForetold = ({ id, criuError }: Finding, { problems }: CriuRun): void => {
  if (criuError === null) return;
  expect(
    problems.some((line) => new RegExp(criuError).test(line)),
    `${id} foretold /${criuError}/, CRIU said:\n${problems.join('\n')}`,
  ).toBe(true);
};

/** Options that change the dump too cannot be left out of one restore alone. */
const onlyAtRestore = ({ remedies }: Finding): boolean => remedies.every(({ options }) => options.dump.length === 0);

/** What was dumped is first restored without each option that only the restore needs, which must fail. */
const expectRoundTrip = (
  kept: KeptProgram,
  options: CriuOptions,
  { blockers: atRestore, needing, settled }: { blockers: Finding[]; needing: Finding[]; settled: () => boolean },
): Promise<void> =>
  withImages(async (directory) => {
    const dumped = await dump(kept.pid, directory, options.dump);
    expect(dumped, `criu dump: ${dumped.problems.join(' / ')}`).toMatchObject({ code: 0 });
    await waitUntil('the dumped program to be gone', () => !existsSync(`/proc/${kept.pid}`) && settled());
    for (const finding of atRestore.length > 0 ? [] : needing.filter(onlyAtRestore)) {
      const refused = await restore(directory, without(options, finding).restore);
      expect(refused.code, `criu restore passed without what ${finding.id} asks for`).not.toBe(0);
      expectForetold(finding, refused);
      // What a failed restore leaves is dead, and keeps its id until it is reaped.
      await waitUntil('the failed copy to be gone', () => !existsSync(`/proc/${kept.pid}`));
    }
    const restored = await restore(directory, options.restore);
    if (atRestore.length === 0) {
      expect(restored, `criu restore: ${restored.problems.join(' / ')}`).toMatchObject({ code: 0 });
      // A shell job ends with the terminal it was given.
      const lasts = !options.restore.includes('--shell-job');
      // In a pid namespace of its own it has another number on the host.
      if (lasts) expect(kept.isAlive(), 'the program is not back').toBe(true);
      return;
    }
    expect(restored.code, 'criu restore passed').not.toBe(0);
    for (const finding of atRestore) expectForetold(finding, restored);
  });
