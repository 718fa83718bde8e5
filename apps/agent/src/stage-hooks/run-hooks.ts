import { runBounded } from '@godwit/criu-driver';
import type { HookStage, RunEventData, Side } from '@godwit/domain/run';
import type { OwnPrograms } from '../policy/policy.ts';
import { hooksOf, whyNotRun } from './own-programs.ts';

/** What a hook and a health command are told of the run, as `GODWIT_` variables. */
export interface ProgramFacts {
  runId: string;
  side: Side;
  stage: HookStage | 'health';
  workload: string;
  /** Root of the tree on this host; missing where it is not there. */
  pid: number | null;
  serviceAddress: string | null;
}

export const environmentOf = (facts: ProgramFacts): Record<string, string> => ({
  GODWIT_RUN_ID: facts.runId,
  GODWIT_SIDE: facts.side,
  GODWIT_STAGE: facts.stage,
  GODWIT_WORKLOAD: facts.workload,
  ...(facts.pid !== null && { GODWIT_PID: String(facts.pid) }),
  ...(facts.serviceAddress !== null && { GODWIT_SERVICE_ADDRESS: facts.serviceAddress }),
});

type Tell = (events: RunEventData[]) => void;

/**
 * Runs the hooks of a stage one after the other, with one deadline for all of an entry; the first that fails is the last.
 *
 * @returns what went wrong, as a sentence; null when all ended with 0
 */
export const runHooks = async (
  programs: readonly OwnPrograms[],
  facts: ProgramFacts & { stage: HookStage },
  tell: Tell,
): Promise<string | null> => {
  const spent = new Map<OwnPrograms, number>();
  for (const entry of programs) {
    for (const { program, deadlineMs } of hooksOf([entry], facts.stage)) {
      const began = performance.now();
      const left = deadlineMs - (spent.get(entry) ?? 0);
      const trouble = await runHook(program, facts, Math.max(1, Math.round(left)), tell);
      if (trouble !== null) return trouble;
      spent.set(entry, (spent.get(entry) ?? 0) + performance.now() - began);
    }
  }
  return null;
};

const runHook = async (
  program: string,
  facts: ProgramFacts,
  deadlineMs: number,
  tell: Tell,
): Promise<string | null> => {
  const { side, stage } = facts;
  const note = (state: 'running' | 'done' | 'failed', text: string): RunEventData => ({
    type: 'side.noted',
    side,
    topic: 'hook',
    name: `${stage} ${program}`.slice(0, 300),
    state,
    text: text.slice(0, 2000),
  });
  const refused = whyNotRun(program);
  if (refused !== null) {
    const text = `The hook ${program} was not run: ${refused}.`;
    tell([note('failed', text)]);
    return text;
  }
  tell([note('running', `The hook ${program} runs.`)]);
  const { trouble, output } = await runBounded([program], { env: environmentOf(facts), deadlineMs });
  const text = trouble === null ? `The hook ${program} ended well.` : `The hook ${program} failed: ${trouble}.`;
  tell([...outputLines(side, `${stage}: `, output), note(trouble === null ? 'done' : 'failed', text)]);
  return trouble === null ? null : text;
};

const keptLines = 40;
const lineLimit = 500;
/** Words that stand before a secret; what follows them in a line is not kept. */
const secret =
  /((?:pass(?:word|wd)?|secret|token|api[-_]?key|authorization|bearer|credential)[a-z_]*["']?\s*[:= ]\s*["']?)\S+/gi;

/** What a program wrote, as lines of the run's log: the last ones, cut, without control characters and secrets. */
export const outputLines = (side: Side, before: string, output: string): RunEventData[] => {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '').trimEnd())
    .filter(Boolean)
    .slice(-keptLines)
    .map((line) => `${before}${line.replace(secret, '$1[withheld]')}`.slice(0, lineLimit));
  return lines.length === 0 ? [] : [{ type: 'log.appended', side, lines }];
};
