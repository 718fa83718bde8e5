import { Badge, type Column, RelativeTime } from '@godwit/ui';
import { Ban, CircleCheck, Clock } from 'lucide-react';
import type { ApiToken } from '../../api/types.ts';

const never = <span className="text-ink-3">never</span>;

/** Revoked before expired before in force. */
export const tokenState = (token: ApiToken, nowMs: number): 'revoked' | 'expired' | 'active' => {
  if (token.revokedAt) return 'revoked';
  return Date.parse(token.expiresAt) <= nowMs ? 'expired' : 'active';
};

const states = {
  active: (
    <Badge tone="can" icon={<CircleCheck aria-hidden="true" />}>
      Active
    </Badge>
  ),
  expired: (
    <Badge tone="slate" icon={<Clock aria-hidden="true" />}>
      Expired
    </Badge>
  ),
  revoked: (
    <Badge tone="slate" icon={<Ban aria-hidden="true" />}>
      Revoked
    </Badge>
  ),
};

/** Tokens; those that were revoked stay listed. */
export const tokenColumns: readonly Column<ApiToken>[] = [
  {
    id: 'name',
    title: 'Token',
    sortBy: (one) => one.name,
    cell: (one) => <span className="font-medium">{one.name}</span>,
  },
  { id: 'state', title: 'State', cell: (one) => states[tokenState(one, Date.now())] },
  { id: 'role', title: 'Role', sortBy: (one) => one.role, cell: (one) => one.role },
  { id: 'by', title: 'Made by', optional: true, sortBy: (one) => one.createdBy, cell: (one) => one.createdBy },
  {
    id: 'made',
    title: 'Made',
    optional: true,
    sortBy: (one) => one.createdAt,
    cell: (one) => <RelativeTime iso={one.createdAt} />,
  },
  {
    id: 'used',
    title: 'Last used',
    sortBy: (one) => one.lastUsedAt,
    cell: (one) => (one.lastUsedAt ? <RelativeTime iso={one.lastUsedAt} /> : never),
  },
  {
    id: 'expires',
    title: 'Expires',
    sortBy: (one) => one.expiresAt,
    cell: (one) => <RelativeTime iso={one.expiresAt} />,
  },
];
