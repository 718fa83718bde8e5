import { hasRole, type Role } from '../policies/roles.ts';

/** A command line as a role may see it: arguments may hold secrets, so viewers see the program's name only. */
export const presentCommand = (command: string, role: Role): string =>
  hasRole(role, 'operator') ? command : (command.trim().split(/\s+/)[0] ?? '');
