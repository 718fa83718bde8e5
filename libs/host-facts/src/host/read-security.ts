import { existsSync } from 'node:fs';
import { readText, readTextOrNull } from '../procfs/read-text.ts';
import type { HostValue } from './host-value.ts';

const securityfs = '/sys/kernel/security';

/** Lines `name (mode)` of AppArmor's list of profiles. */
export const parseProfiles = (text: string): string[] =>
  text.split('\n').flatMap((line) => /^(.+) \(\w+\)$/.exec(line)?.[1] ?? []);

/** Security modules that are active, with the profiles of AppArmor and the mode of SELinux. */
export const readSecurity = (): HostValue<'security'> => {
  // Without securityfs the list cannot be had, and a kernel may have modules that it does not show elsewhere.
  const modules = readText(`${securityfs}/lsm`).trim().split(',').filter(Boolean);
  const enforcing = readTextOrNull('/sys/fs/selinux/enforce')?.trim();
  return {
    modules,
    apparmorProfiles: modules.includes('apparmor') ? parseProfiles(readText(`${securityfs}/apparmor/profiles`)) : null,
    selinuxEnforcing: enforcing === undefined ? null : enforcing === '1',
  };
};

/** Names of loaded modules; null on a kernel that was built without modules. */
export const readModules = (): string[] | null => {
  if (!existsSync('/proc/modules')) return null;
  return readText('/proc/modules')
    .split('\n')
    .flatMap((line) => line.split(' ')[0] || []);
};

/** File systems this kernel knows now; a module that is not loaded yet may add to them. */
export const readFilesystems = (): string[] =>
  readText('/proc/filesystems')
    .split('\n')
    .flatMap((line) => line.split('\t')[1] || []);
