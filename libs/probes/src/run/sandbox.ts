import { mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Probe } from '../probe.ts';
import { composeProgram } from '../program/compose-program.ts';
import { sandboxProgram } from '../program/sandbox-program.ts';
import { endSandbox } from './end-sandbox.ts';
import type { ProbeContext } from './probe-context.ts';
import { waitForFile } from './wait-for-file.ts';

const replySchema = z.object({ code: z.number().nullable(), signal: z.number() });
const answerSchema = z.object({ state: z.enum(['works', 'lost', 'unsupported']), detail: z.string() });
export type ProbeAnswer = z.infer<typeof answerSchema>;

/** Namespaces of their own with a probe in them; see sandbox-program.ts. */
export interface Sandbox {
  folder: string;
  /** Waits until the probe holds what it is to hold, or says that it cannot. */
  untilReady: () => Promise<ProbeAnswer | null>;
  /** Runs a program in there to its end; its output goes to a file. */
  call: (argv: readonly string[], log: string, deadlineMs: number) => Promise<z.infer<typeof replySchema>>;
  /** Asks the probe whether its resource works. */
  ask: (deadlineMs: number) => Promise<ProbeAnswer>;
  /** Ends all that is in there and waits until it is gone. */
  close: () => Promise<void>;
}

const startMs = 15_000;

/** Starts a probe. Throws when the namespaces cannot be made here. */
export const openSandbox = async (probe: Probe, context: ProbeContext): Promise<Sandbox> => {
  const folder = mkdtempSync(path.join(context.folder, `${probe.id}-`));
  mkdirSync(path.join(folder, 'images'), { mode: 0o700 });
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('sandbox.py'), sandboxProgram);
  writeFileSync(at('probe.py'), composeProgram(probe.program));
  context.tools.writeEnterScript(at('enter.sh'));
  const child = context.tools.startProgram(argvOf(probe, folder, context), {
    outputFile: at('output'),
    cgroupProcs: context.cgroupProcs,
    enterScript: at('enter.sh'),
    detached: true,
  });
  let ended = child.pid === undefined;
  const noteEnd = (): void => {
    ended = true;
  };
  for (const event of ['exit', 'error'] as const) child.once(event, noteEnd);
  const check = (): void => {
    context.signal.throwIfAborted();
    if (ended) throw new Error(`The namespaces of the probe could not be kept: ${readReason(folder)}`);
  };
  const close = () => endSandbox({ pid: child.pid, folder, hasEnded: () => ended });
  let calls = 0;
  return {
    folder,
    close,
    untilReady: async () => {
      const what = 'the start of the probe';
      const wait = { deadlineMs: startMs * context.patience, what, check };
      const found = await waitForFile([at('answer'), at('ready')], wait);
      return found === at('answer') ? readAnswer(found) : null;
    },
    call: async (argv, log, deadlineMs) => {
      calls += 1;
      writeAtOnce(at(`call-${calls}`), JSON.stringify({ argv, log }));
      const what = `the end of ${argv.slice(0, 2).join(' ')}`;
      return replySchema.parse(readJson(await waitForFile([at(`reply-${calls}`)], { deadlineMs, what, check })));
    },
    ask: async (deadlineMs) => {
      writeAtOnce(at('question'), '');
      return readAnswer(await waitForFile([at('answer')], { deadlineMs, what: 'an answer of the probe', check }));
    },
  };
};

const argvOf = (probe: Probe, folder: string, { pythonPath, niceness }: ProbeContext): string[] => {
  const detached = probe.detached === false ? '0' : '1';
  // Isolated: no user's directories, no environment, no site packages, nothing written beside sources.
  const interpreter = [pythonPath, '-I', '-S', '-E', '-B', path.join(folder, 'sandbox.py')];
  return [...interpreter, folder, String(process.pid), String(niceness), detached];
};

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const readAnswer = (file: string): ProbeAnswer => answerSchema.parse(readJson(file));

const readReason = (folder: string): string => {
  for (const name of ['failed', 'output']) {
    try {
      const text = readFileSync(path.join(folder, name), 'utf8').trim();
      if (text !== '') return text.slice(-300);
    } catch {
      // The next one may tell.
    }
  }
  return 'it ended without a word';
};

const writeAtOnce = (file: string, text: string): void => {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
};
