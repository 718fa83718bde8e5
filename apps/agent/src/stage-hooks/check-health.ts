import { setTimeout as sleep } from 'node:timers/promises';
import { runBounded } from '@godwit/criu-driver';
import type { Health, RunEventData } from '@godwit/domain/run';
import type { OwnPrograms } from '../policy/policy.ts';
import { whyNotRun } from './own-programs.ts';
import { environmentOf, outputLines, type ProgramFacts } from './run-hooks.ts';

const pauseMs = 500;

/**
 * Runs the health commands of a workload until each ends with 0, or its time is up: a program that was frozen may need a
 * moment. Null when there is none.
 */
export const checkHealth = async (
  programs: readonly OwnPrograms[],
  facts: ProgramFacts,
  tell: (events: RunEventData[]) => void,
): Promise<Health | null> => {
  let last: Health | null = null;
  for (const { health, healthSeconds } of programs) {
    if (health === undefined) continue;
    last = await askHealth(health, healthSeconds * 1000, facts, tell);
    if (!last.passed) return last;
  }
  return last;
};

const askHealth = async (
  argv: readonly [string, ...string[]],
  deadlineMs: number,
  facts: ProgramFacts,
  tell: (events: RunEventData[]) => void,
): Promise<Health> => {
  const command = argv.join(' ').slice(0, 280);
  const note = (state: 'running' | 'done' | 'failed', text: string): RunEventData => ({
    type: 'side.noted',
    side: facts.side,
    topic: 'health',
    name: command,
    state,
    text: text.slice(0, 2000),
  });
  const refused = whyNotRun(argv[0]);
  if (refused !== null) {
    const words = `The health command ${argv[0]} was not run: ${refused}.`;
    tell([note('failed', words)]);
    return { command, passed: false, words };
  }
  tell([note('running', `The health command ${command} is asked.`)]);
  const end = performance.now() + deadlineMs;
  for (let tries = 1; ; tries++) {
    const left = Math.max(1, Math.round(end - performance.now()));
    const { trouble, output } = await runBounded(argv, { env: environmentOf(facts), deadlineMs: left });
    const isLast = trouble === null || performance.now() + pauseMs > end;
    if (isLast) {
      const words = sayHealth(command, trouble, tries);
      tell([...outputLines(facts.side, 'health: ', output), note(trouble === null ? 'done' : 'failed', words)]);
      return { command, passed: trouble === null, words };
    }
    await sleep(pauseMs);
  }
};

const sayHealth = (command: string, trouble: string | null, tries: number): string => {
  const often = tries === 1 ? '' : ` at try ${tries}`;
  return trouble === null
    ? `The health command ${command} says that it is well${often}.`
    : `The health command ${command} says that it is not well${often}: ${trouble}.`;
};
