import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbeOutcome } from '@godwit/domain/facts';
import type { Course, Probe } from '../probe.ts';
import { callCriu } from './criu-calls.ts';
import type { ProbeContext } from './probe-context.ts';
import type { ProbeAnswer, Sandbox } from './sandbox.ts';
import { DeadlinePassed } from './wait-for-file.ts';

export interface Conclusion {
  outcome: ProbeOutcome;
  detail: string;
  criuError?: string | null;
  /** It failed by itself, so that a second try may tell more. */
  again?: boolean;
}

export interface CourseParts {
  probe: Probe;
  sandbox: Sandbox;
  context: ProbeContext;
  times: { start: number; dump: number | null; restore: number | null };
}

const answerMs = 8000;
/** How long a copy that must not run is watched. */
const inertMs = 300;

/** Goes the way of this probe and says what was seen. Throws DeadlinePassed when something hung. */
export const followCourse = (course: Course, parts: CourseParts): Promise<Conclusion> => courses[course](parts);

const courses: Record<Course, (parts: CourseParts) => Promise<Conclusion>> = {
  'round-trip': async (parts) => {
    const dump = await dumpProbe(parts);
    if (dump.code !== 0) return { outcome: 'dump-refused', detail: '', criuError: dump.error };
    const restore = await restoreProbe(parts);
    if (restore.code !== 0) return { outcome: 'restore-refused', detail: '', criuError: restore.error };
    return askProbe(parts, 'it was restored');
  },
  'left-running': async (parts) => {
    const dump = await dumpProbe(parts);
    if (dump.code !== 0) return { outcome: 'dump-refused', detail: '', criuError: dump.error };
    return askProbe(parts, 'the dump');
  },
  'given-back': async (parts) => {
    const dump = await dumpProbe(parts);
    if (dump.code === 0) return differs('criu dump reported success although it was told to give up');
    return askProbe(parts, 'the dump failed');
  },
  'restore-given-up': async (parts) => {
    const dump = await dumpProbe(parts);
    if (dump.code !== 0) return { outcome: 'dump-refused', detail: '', criuError: dump.error };
    const restore = await restoreProbe(parts);
    if (restore.code === 0) return differs('criu restore reported success although it was told to give up');
    return (await answers(parts)) ? differs('the copy runs although its restore failed') : works;
  },
  inert: async (parts) => {
    const dump = await dumpProbe(parts);
    if (dump.code !== 0) return { outcome: 'dump-refused', detail: '', criuError: dump.error };
    const restore = await restoreProbe(parts);
    if (restore.code === 0) return differs('criu survived its own SIGKILL');
    return (await answers(parts)) ? differs('the copy ran although CRIU died while it held it') : works;
  },
};

const works: Conclusion = { outcome: 'works', detail: '' };
const differs = (detail: string): Conclusion => ({ outcome: 'lost', detail });

const dumpProbe = async (parts: CourseParts) => {
  const end = await callCriu('dump', parts);
  parts.times.dump = end.milliseconds;
  return end;
};

const restoreProbe = async (parts: CourseParts) => {
  const end = await callCriu('restore', parts);
  parts.times.restore = end.milliseconds;
  return end;
};

const askProbe = async ({ sandbox, context }: CourseParts, after: string): Promise<Conclusion> => {
  try {
    return conclude(await sandbox.ask(answerMs * context.patience));
  } catch (error) {
    if (!(error instanceof DeadlinePassed)) throw error;
    return { ...differs(`After ${after} the program did not answer.`), again: true };
  }
};

const conclude = ({ state, detail }: ProbeAnswer): Conclusion => (state === 'works' ? works : differs(detail));

const answers = async ({ sandbox, context }: CourseParts): Promise<boolean> => {
  try {
    await sandbox.ask(inertMs);
    return true;
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof DeadlinePassed)) throw error;
    await sleep(0);
    return false;
  }
};
