import { rmSync } from 'node:fs';
import type { ProbeResult } from '@godwit/domain/facts';
import type { Course, Probe } from '../probe.ts';
import { type Conclusion, type CourseParts, followCourse } from './courses.ts';
import type { ProbeContext } from './probe-context.ts';
import { openSandbox } from './sandbox.ts';

/** Runs one probe; one that came out badly is run once more, because load alone can make it so. Throws only when aborted. */
export const runProbe = async (probe: Probe, context: ProbeContext): Promise<ProbeResult> => {
  const first = await tryProbe(probe, context);
  const { outcome } = first;
  const sure = outcome === 'works' || outcome === 'dump-refused' || (outcome === 'not-run' && !first.again);
  const last = sure ? first : await tryProbe(probe, context);
  const { again: _, ...result } = last;
  return result;
};

type Tried = ProbeResult & { again: boolean };

const tryProbe = async (probe: Probe, context: ProbeContext): Promise<Tried> => {
  const began = performance.now();
  const times: CourseParts['times'] = { start: 0, dump: null, restore: null };
  const conclusion = await hold(probe, context, times);
  context.signal.throwIfAborted();
  return {
    id: probe.id,
    group: probe.group,
    title: probe.title,
    outcome: conclusion.outcome,
    options: { dump: [...(probe.dump ?? [])], restore: [...(probe.restore ?? [])] },
    criuError: conclusion.criuError ?? null,
    detail: conclusion.detail,
    milliseconds: { ...times, total: Math.round(performance.now() - began) },
    again: conclusion.again ?? false,
  };
};

const hold = async (probe: Probe, context: ProbeContext, times: CourseParts['times']): Promise<Conclusion> => {
  const sandbox = await openSandbox(probe, context);
  const began = performance.now();
  try {
    const refusal = await sandbox.untilReady();
    times.start = Math.round(performance.now() - began);
    if (refusal) return { outcome: 'not-run', detail: refusal.detail };
    const course: Course = probe.course ?? 'round-trip';
    return await followCourse(course, { probe, sandbox, context, times });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { outcome: 'not-run', detail, again: true };
  } finally {
    await sandbox.close();
    rmSync(sandbox.folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
