import { buildBundle, buildTask, describeRule, hostNamespaces } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { namespaces } from './namespaces.ts';

const own = (changes: Partial<Record<keyof typeof hostNamespaces, string>>) => known({ ...hostNamespaces, ...changes });

describeRule(namespaces, {
  silent: [
    { name: 'the namespaces of the host' },
    {
      name: 'a uts and ipc namespace for the whole tree',
      source: buildBundle({ tree: { tasks: [buildTask({ namespaces: own({ uts: '5', ipc: '6' }) })] } }),
    },
    {
      name: 'a pid namespace with its init as root',
      source: buildBundle({ tree: { tasks: [buildTask({ nsPids: [100, 1], namespaces: own({ pid: '7' }) })] } }),
    },
  ],
  fires: [
    {
      name: 'a child in an ipc namespace of its own',
      source: buildBundle({
        tree: { tasks: [buildTask(), buildTask({ pid: 101, ppid: 100, namespaces: own({ ipc: '6' }) })] },
      }),
      finding: { id: 'namespaces.nested', severity: 'blocker', subject: { kind: 'process', pid: 101 } },
      criuLine: "Error (criu/namespaces.c:460): Can't dump nested ipc namespace for 2330",
    },
    {
      name: 'a pid namespace without its init',
      source: buildBundle({ tree: { tasks: [buildTask({ nsPids: [100, 7], namespaces: own({ pid: '7' }) })] } }),
      finding: { id: 'namespaces.without-init' },
    },
    {
      name: 'a mount namespace of its own, which is not judged yet',
      source: buildBundle({ tree: { tasks: [buildTask({ namespaces: own({ mnt: '9' }) })] } }),
      finding: { id: 'namespaces.own-mounts', severity: 'not-evaluated' },
    },
  ],
});
