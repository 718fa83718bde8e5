import { buildBundle, buildContainer, describeRule } from '@godwit/test-kit';
import { type Container, type FactBundle, known } from '../facts/index.ts';
import { containers } from './containers.ts';

const of = (changes: Partial<Container>): FactBundle =>
  buildBundle({ tree: { container: known(buildContainer(changes)) } });

describeRule(containers, {
  silent: [
    { name: 'no container' },
    { name: 'a container of runc', source: of({}) },
    { name: 'a container of podman', source: of({ runtime: 'podman' }) },
    { name: 'a terminal, where only a dump is asked about', source: of({ hasTerminal: true }), purpose: 'dump' },
  ],
  fires: [
    { name: 'crun', source: of({ runtime: 'crun' }), finding: { id: 'containers.no-checkpoint', severity: 'blocker' } },
    {
      name: 'a bundle nobody knows',
      source: of({ bundle: null }),
      finding: { id: 'containers.no-configuration', severity: 'blocker' },
    },
    {
      name: 'a cgroup of systemd',
      source: of({ systemdCgroup: true }),
      finding: { id: 'containers.systemd-cgroup', severity: 'blocker' },
    },
    {
      name: 'a terminal',
      source: of({ hasTerminal: true }),
      finding: { id: 'containers.terminal', severity: 'blocker' },
    },
    {
      name: 'a session of runc exec',
      source: of({ outsiders: [{ pid: 77, comm: 'sh' }] }),
      finding: {
        id: 'containers.exec-session',
        severity: 'caution',
        message:
          'Process 77 (sh) was started in the container web from outside. It is not below the first process of the container, is not in the dump, and ends with it.',
      },
    },
  ],
});
