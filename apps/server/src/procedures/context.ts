import type { ServerParts } from '../parts.ts';
import type { Role } from '../policies/roles.ts';

/** Who asks: a person with a session or a script with an API token. */
export interface Caller {
  /** User id, or the token's id. */
  id: string;
  name: string;
  email: string;
  role: Role;
  via: 'session' | 'token';
}

/** What a procedure gets. */
export interface RequestContext extends ServerParts {
  caller: Caller | null;
}
