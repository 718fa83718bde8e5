import type { Fact, HostDetails, Task } from '../facts/index.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { knownValue, needed } from './needed-fact.ts';

export const destinationSecurity = defineRule({
  id: 'destination-security',
  title: 'Security modules of the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['tasks', 'details', 'destination.details'],
  couldBlock: true,
  findings: {
    'profile-missing': {
      severity: 'blocker',
      message: 'Process {pid} runs under the AppArmor profile {profile}, which is not loaded on the destination.',
      noticed: 'restore',
      criuError: "can't write lsm profile",
      remedies: [
        { text: 'Load the profile on the destination with apparmor_parser.' },
        { text: 'Restore under another one with --lsm-profile=apparmor:NAME, and know what it allows.' },
      ],
    },
    'module-missing': {
      severity: 'caution',
      message:
        'Process {pid} has the security label {profile}, and the destination runs without {module}. The copy would run unconfined.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Choose a destination with the same security module.' }],
    },
    unread: {
      severity: 'not-evaluated',
      message:
        'Process {pid} runs under the security label {profile}, and what the destination has loaded is not known: {reason}.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Mount securityfs on the destination and let its agent run as root, then look again.' }],
    },
  },
  evaluate: ({ tasks, details, 'destination.details': { security } }) => {
    const labels = new Map(tasks.flatMap((task) => labelled(task, details)));
    return [...labels].flatMap(([profile, pid]) => judgeLabel(profile, pid, needed(security)) ?? []);
  },
});

type Kind = 'profile-missing' | 'module-missing' | 'unread';
type Security = Extract<NonNullable<HostDetails['security']>, { known: true }>['value'];

/** AppArmor prints `name (mode)`; SELinux a context with colons. */
const profileName = (label: string): string => label.replace(/ \(\w+\)$/, '');

const labelled = ({ pid, securityLabel, state }: Task, details: HostDetails): [string, number][] => {
  const label = knownValue(securityLabel) ?? null;
  if (label === null || state === 'Z') return [];
  const name = profileName(label);
  // A kernel that labels and does not enforce would let anything pass.
  const passive = knownValue(details.security)?.selinuxEnforcing === false && name.includes(':');
  return name === 'unconfined' || name === '' || name === 'kernel' || passive ? [] : [[name, pid]];
};

const judgeLabel = (profile: string, pid: number, security: Fact<Security>): Reported<Kind> | null => {
  const report = (kind: Kind, more: Record<string, string>): Reported<Kind> => ({
    kind,
    subject: { kind: 'process', pid },
    evidence: { pid: String(pid), profile, ...more },
  });
  const module = /^[^:]+:[^:]+:[^:]+/.test(profile) ? 'selinux' : 'apparmor';
  if (!security.known) return report('unread', { reason: security.reason });
  const { modules, apparmorProfiles } = security.value;
  if (!modules.includes(module)) return report('module-missing', { module });
  const loaded = module === 'selinux' || (apparmorProfiles ?? []).includes(profile);
  return loaded ? null : report('profile-missing', {});
};
