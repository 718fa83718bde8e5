import { defineRule } from './rule.ts';

export const tracers = defineRule({
  id: 'tracers',
  title: 'Debuggers and tracers',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['tasks'],
  couldBlock: true,
  findings: {
    attached: {
      severity: 'blocker',
      message:
        'Process {tracer} traces process {pid}{thread}. CRIU works by tracing, and the kernel allows one tracer at a time.',
      noticed: 'frozen',
      criuError: 'Unable to interrupt task: \\d+ \\(Operation not permitted\\)|Unseizable non-zombie',
      remedies: [{ text: 'Detach the debugger, strace or profiler (process {tracer}), then look again.' }],
    },
  },
  evaluate: ({ tasks }) =>
    tasks.flatMap((task) => {
      const traced = task.tracerPid === 0 ? task.threads.find(({ tracerPid }) => tracerPid !== 0) : undefined;
      const tracer = task.tracerPid === 0 ? traced?.tracerPid : task.tracerPid;
      if (tracer === undefined) return [];
      const thread = traced === undefined ? '' : ` (its thread ${traced.tid})`;
      return [
        {
          kind: 'attached',
          subject: { kind: 'process', pid: task.pid },
          evidence: { pid: String(task.pid), tracer: String(tracer), thread },
        },
      ];
    }),
});
