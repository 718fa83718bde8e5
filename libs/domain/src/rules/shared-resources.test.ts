import { buildBundle, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, type Task, type TreeFacts } from '../facts/index.ts';
import { sharedResources } from './shared-resources.ts';

type Group = Extract<NonNullable<TreeFacts['sharedResources']>, { known: true }>['value'][number];

const child = (pid: number, ppid = 100, changes: Partial<Pick<Task, 'state'>> = {}): Task =>
  buildTask({ pid, ppid, sid: 100, pgid: 100, ...changes });

const tree = (groups: Group[], tasks: Task[] = [buildTask(), child(101), child(102)]): FactBundle =>
  buildBundle({ tree: { tasks, sharedResources: known(groups) } });

describeRule(sharedResources, {
  silent: [
    { name: 'processes that share nothing', source: tree([]) },
    {
      name: 'a table of descriptors handed down from parent to child and grandchild',
      source: tree([{ kind: 'files', pids: [100, 101, 102] }], [buildTask(), child(101), child(102, 101)]),
    },
    { name: 'a single process of a bundle made before this was read', source: buildBundle() },
  ],
  fires: [
    {
      name: 'one address space, told alone although more is shared with it',
      source: tree([
        { kind: 'vm', pids: [100, 101] },
        { kind: 'fs', pids: [100, 101] },
        { kind: 'sighand', pids: [100, 101] },
      ]),
      finding: { id: 'shared-resources.address-space', evidence: { pid: '100', pids: '100, 101' } },
      criuLine: "Error (criu/cr-dump.c:669): Can't make VM id for 8697",
    },
    {
      name: 'a parent in vfork',
      source: tree([{ kind: 'vm', pids: [101, 103] }], [buildTask(), child(101, 100, { state: 'D' }), child(103, 101)]),
      finding: { id: 'shared-resources.vfork', evidence: { pid: '101', pids: '101, 103', child: '103' } },
      criuLine: 'Error (criu/cr-dump.c:1655): Timeout reached. Try to interrupt: 0',
    },
    {
      name: 'one working directory',
      source: tree([{ kind: 'fs', pids: [100, 101] }]),
      finding: { id: 'shared-resources.directories', severity: 'blocker' },
      criuLine: "Error (criu/cr-dump.c:676): Can't make FS id for 8748",
    },
    {
      name: 'two children with one table of descriptors that is not the parent’s',
      source: tree([{ kind: 'files', pids: [101, 102] }]),
      finding: { id: 'shared-resources.descriptors', severity: 'blocker' },
      criuLine: "Error (criu/cr-dump.c:683): Can't make FILES id for 8799",
    },
    {
      name: 'one list of semaphore operations',
      source: tree([{ kind: 'sysvsem', pids: [100, 101] }]),
      finding: { id: 'shared-resources.undo-lists', severity: 'caution' },
    },
  ],
});
