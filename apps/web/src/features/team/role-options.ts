import type { Role } from '../../api/types.ts';

/** Roles, least first. */
export const roleOptions: readonly { value: Role; label: string }[] = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'operator', label: 'Operator' },
  { value: 'admin', label: 'Administrator' },
];

/** What each role may do, in a sentence. */
export const roleWords: Record<Role, string> = {
  viewer: 'sees everything but secrets, touches nothing',
  operator: 'runs preflights, dumps, restores and moves',
  admin: 'also enrols hosts, invites people, makes tokens, decides',
};
