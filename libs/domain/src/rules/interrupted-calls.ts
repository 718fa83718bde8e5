import type { Task } from '../facts/index.ts';
import { defineRule } from './rule.ts';

export const interruptedCalls = defineRule({
  id: 'interrupted-calls',
  title: 'Calls that end with EINTR at the restore',
  appliesTo: ['here', 'move'],
  needs: ['tasks'],
  couldBlock: false,
  findings: {
    'gives-up': {
      severity: 'caution',
      message:
        'Process {pid} ({program}) waits in poll(2). CRIU cannot begin that call again: after the restore it ends with EINTR, and {program} ends too, saying "{says}".',
      noticed: 'never',
      criuError: null,
      remedies: [
        { text: 'Start {program} again after the restore, or let whatever supervises it do so.' },
        { text: 'Leave it out of the tree, if the rest does without it.' },
      ],
    },
  },
  evaluate: ({ tasks }) =>
    tasks.flatMap((task) => {
      const found = givesUp(task);
      return found === null
        ? []
        : [
            {
              kind: 'gives-up' as const,
              subject: { kind: 'process' as const, pid: task.pid },
              evidence: { pid: String(task.pid), ...found },
            },
          ];
    }),
});

/** Programs that were seen to take EINTR of poll(2) for the end. Nearly all others simply call again. */
const programs: { name: RegExp; says: string }[] = [
  { name: /^tail$/, says: 'error waiting for inotify and output events: Interrupted system call' },
  { name: /^nc(\.openbsd)?$/, says: 'polling error: Interrupted system call' },
];

const givesUp = ({ exe, waitChannel, state }: Task): { program: string; says: string } | null => {
  if (state === 'Z' || !exe.known || waitChannel?.known !== true || !/poll/.test(waitChannel.value)) return null;
  const program = exe.value.path.split('/').at(-1) ?? '';
  const says = programs.find(({ name }) => name.test(program))?.says;
  return says === undefined ? null : { program, says };
};
