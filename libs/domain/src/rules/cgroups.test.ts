import { buildBundle, buildTask, describeRule, hostNamespaces } from '@godwit/test-kit';
import { known, type TreeCgroups } from '../facts/index.ts';
import { cgroups } from './cgroups.ts';

const source = (changes: Partial<TreeCgroups>) =>
  buildBundle({
    tree: {
      treeCgroups: known({ reader: [{ controllers: '', path: '/' }], threads: [], directories: [], ...changes }),
    },
  });
const ofItsOwn = (changes: Partial<TreeCgroups>, children: number[] = [101]) => {
  const bundle = source(changes);
  const namespaces = known({ ...hostNamespaces, cgroup: '4026532999' });
  const child = (pid: number) => buildTask({ pid, ppid: 100, namespaces });
  const tasks = [buildTask({ namespaces }), ...children.map(child)];
  return { ...bundle, tree: bundle.tree === undefined ? undefined : { ...bundle.tree, tasks } };
};
const directory = { controllers: '', path: '/counter', there: true, type: 'domain' };

describeRule(cgroups, {
  silent: [
    { name: 'a cgroup of its own', source: source({ directories: [directory] }) },
    { name: 'a cgroup and a namespace of its own', source: ofItsOwn({ directories: [directory] }) },
    {
      name: 'a single process with a namespace of its own in the cgroups of whoever starts CRIU',
      source: ofItsOwn({ directories: [{ ...directory, path: '/' }] }, []),
    },
  ],
  fires: [
    {
      name: 'a directory that is gone',
      source: source({ directories: [{ ...directory, there: false, type: null }] }),
      finding: { id: 'cgroups.removed', severity: 'caution' },
    },
    {
      name: 'the cgroups of whoever starts CRIU',
      source: source({ directories: [{ ...directory, path: '/' }] }),
      finding: { id: 'cgroups.shared-with-criu', severity: 'note' },
    },
    {
      name: 'a namespace of its own in the cgroups of whoever starts CRIU',
      source: ofItsOwn({ directories: [{ ...directory, path: '/' }] }),
      finding: { id: 'cgroups.own-namespace', severity: 'blocker' },
      criuLine: 'Error (criu/cgroup.c:1373): cg: No set 1 found',
    },
    {
      name: 'the same, when only a dump is asked about',
      purpose: 'dump',
      source: ofItsOwn({ directories: [{ ...directory, path: '/' }] }),
      finding: { id: 'cgroups.own-namespace-dumped', severity: 'caution' },
    },
  ],
});
