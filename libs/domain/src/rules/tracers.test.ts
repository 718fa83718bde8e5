import { buildBundle, buildTask, buildThread, describeRule } from '@godwit/test-kit';
import { tracers } from './tracers.ts';

describeRule(tracers, {
  silent: [{ name: 'nobody traces' }],
  fires: [
    {
      name: 'a traced process, told once',
      source: buildBundle({
        tree: { tasks: [buildTask({ tracerPid: 77, threads: [buildThread({ tracerPid: 77 })] })] },
      }),
      finding: { id: 'tracers.attached', severity: 'blocker', evidence: { pid: '100', tracer: '77', thread: '' } },
      criuLine: 'Warn  (compel/src/lib/infect.c:132): Unable to interrupt task: 20326 (Operation not permitted)',
    },
    {
      name: 'one traced thread',
      source: buildBundle({
        tree: { tasks: [buildTask({ threads: [buildThread(), buildThread({ tid: 101, tracerPid: 77 })] })] },
      }),
      finding: { id: 'tracers.attached', evidence: { pid: '100', tracer: '77', thread: ' (its thread 101)' } },
    },
  ],
});
