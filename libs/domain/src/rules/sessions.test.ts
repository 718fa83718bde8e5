import { buildBundle, buildTask, describeRule } from '@godwit/test-kit';
import type { FactBundle, Task } from '../facts/index.ts';
import { sessions } from './sessions.ts';

const tree = (...tasks: Task[]): FactBundle => buildBundle({ tree: { tasks } });
const root = buildTask();
const member = (pid: number, ppid: number, sid: number, state = 'S'): Task =>
  buildTask({ pid, ppid, sid, pgid: sid, state });
const leaderLine = "Error (criu/pstree.c:801): Can't find a session leader for 21825";

describeRule(sessions, {
  silent: [
    { name: 'a root that leads its session' },
    { name: 'children in the session of the root', source: tree(root, member(101, 100, 100), member(102, 101, 100)) },
    { name: 'a child with a session of its own', source: tree(root, member(101, 100, 101), member(102, 101, 101)) },
    {
      name: 'a direct child of an init whose leader is gone: orphans come back to it',
      source: tree(buildTask({ nsPids: [100, 1], nsSids: [100, 1] }), member(103, 100, 102)),
    },
    {
      name: 'a leader two levels up',
      source: tree(root, member(101, 100, 101), member(102, 101, 102), member(103, 102, 101)),
    },
  ],
  fires: [
    {
      name: 'a root in the session of somebody else',
      source: tree(buildTask({ sid: 50, pgid: 50 })),
      finding: { id: 'sessions.root-not-leader', severity: 'needs-option', noticed: 'after-pages' },
      criuLine:
        'Error (criu/pstree.c:304): The root process 19391 is not a session leader. Consider using --shell-job option',
    },
    {
      name: 'a session led from outside of the pid namespace',
      source: tree(buildTask({ nsPids: [100, 1], nsSids: [100, 0] })),
      finding: { id: 'sessions.outside-pid-namespace', severity: 'blocker' },
    },
    {
      name: 'a dead process whose session is led from outside of the pid namespace',
      source: tree(
        buildTask({ nsPids: [100, 1], nsSids: [100, 1] }),
        buildTask({ pid: 101, ppid: 100, sid: 100, state: 'Z', nsPids: [101, 2], nsSids: [50, 0] }),
      ),
      finding: { id: 'sessions.outside-pid-namespace', subject: { kind: 'process', pid: 101 } },
      criuLine:
        'Error (criu/cr-dump.c:1272): A session leader of zombie process 6908(2) is outside of its pid namespace',
    },
    {
      name: 'a grandchild whose session has no leader among its parents',
      source: tree(root, member(101, 100, 101), member(103, 101, 102)),
      finding: { id: 'sessions.leader-gone', severity: 'blocker', subject: { kind: 'process', pid: 103 } },
      criuLine: leaderLine,
    },
    {
      name: 'the same for a dump alone, which passes',
      purpose: 'dump',
      source: tree(root, member(101, 100, 101), member(103, 101, 102)),
      finding: { id: 'sessions.unrestorable-dump', severity: 'caution' },
      criuLine: leaderLine,
    },
    {
      name: 'a direct child of the root in a session of its own making, whose leader is gone',
      source: tree(root, member(103, 100, 102)),
      finding: { id: 'sessions.orphaned', severity: 'caution', subject: { kind: 'process', pid: 103 } },
    },
    {
      name: 'a direct child of the root in the session of another child',
      source: tree(root, member(101, 100, 101), member(102, 100, 101)),
      finding: { id: 'sessions.orphaned', subject: { kind: 'process', pid: 102 } },
    },
    {
      name: 'a dead child of the root in the session of another child',
      source: tree(root, member(101, 100, 101), member(102, 100, 101, 'Z')),
      finding: { id: 'sessions.dead-member', severity: 'blocker' },
    },
    {
      name: 'a member of a session whose dead leader was not reaped',
      source: tree(root, member(102, 100, 102, 'Z'), member(103, 100, 102)),
      finding: { id: 'sessions.orphaned', severity: 'caution', subject: { kind: 'process', pid: 103 } },
    },
    {
      name: 'a dead member of a session without leader',
      source: tree(root, member(103, 100, 102, 'Z')),
      finding: { id: 'sessions.dead-member', severity: 'blocker', criuError: null },
    },
  ],
});
