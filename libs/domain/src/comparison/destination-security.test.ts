import { buildBundle, buildDestination, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known } from '../facts/index.ts';
import { destinationSecurity } from './destination-security.ts';

const under = (label: string | null, host: Partial<HostFacts> = {}): FactBundle =>
  buildBundle({ host, tree: { tasks: [buildTask({ securityLabel: known(label) })] } });
const there = (modules: string[], apparmorProfiles: string[] | null = null): FactBundle =>
  buildDestination({ host: { security: known({ modules, apparmorProfiles, selinuxEnforcing: null }) } });

describeRule(destinationSecurity, {
  silent: [
    { name: 'no label' },
    { name: 'an unconfined task', source: under('unconfined') },
    { name: 'a profile that is loaded', source: under('web (enforce)'), destination: there(['apparmor'], ['web']) },
    {
      name: 'a label of SELinux that enforces nothing',
      source: under('system_u:system_r:init_t:s0', {
        security: known({ modules: ['selinux'], apparmorProfiles: null, selinuxEnforcing: false }),
      }),
    },
  ],
  fires: [
    {
      name: 'a profile that is not loaded',
      source: under('web (enforce)'),
      destination: there(['apparmor'], ['mail']),
      finding: {
        id: 'destination-security.profile-missing',
        severity: 'blocker',
        evidence: { pid: '100', profile: 'web' },
      },
    },
    {
      name: 'a context of SELinux, and no SELinux there',
      source: under('system_u:system_r:httpd_t:s0'),
      destination: there(['capability']),
      finding: { id: 'destination-security.module-missing', severity: 'caution' },
    },
    {
      name: 'modules that were not read',
      source: under('web (enforce)'),
      finding: { id: 'destination-security.unread', severity: 'not-evaluated' },
    },
  ],
});
