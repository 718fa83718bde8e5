import { type Column, RelativeTime, Select } from '@godwit/ui';
import type { Invitation, Role, TeamMember } from '../../api/types.ts';
import { roleOptions } from './role-options.ts';

interface MemberColumnsProps {
  /** The reader's own id: nobody changes their own role. */
  own: string;
  busy: boolean;
  onRole: (userId: string, role: Role) => void;
}

/** Who is in the team, and what they may do. */
export const memberColumns = ({ own, busy, onRole }: MemberColumnsProps): readonly Column<TeamMember>[] => [
  {
    id: 'name',
    title: 'Name',
    sortBy: (one) => one.name,
    cell: (one) => (
      <span className="font-medium">
        {one.name}
        {one.id === own ? <span className="ml-2 font-normal text-ink-3">you</span> : null}
      </span>
    ),
  },
  { id: 'email', title: 'E-mail', sortBy: (one) => one.email, cell: (one) => one.email },
  {
    id: 'role',
    title: 'Role',
    sortBy: (one) => one.role,
    cell: (one) => (
      <Select
        label={`Role of ${one.name}`}
        value={one.role}
        disabled={busy || one.id === own}
        onChange={(role) => onRole(one.id, role as Role)}
        options={roleOptions}
      />
    ),
  },
  {
    id: 'since',
    title: 'Since',
    align: 'right',
    sortBy: (one) => one.createdAt,
    cell: (one) => <RelativeTime iso={one.createdAt} />,
  },
];

/** Invitations nobody has used yet. */
export const invitationColumns: readonly Column<Invitation>[] = [
  { id: 'email', title: 'E-mail', cell: (one) => one.email },
  { id: 'role', title: 'Role', cell: (one) => one.role },
  { id: 'expires', title: 'Expires', align: 'right', cell: (one) => <RelativeTime iso={one.expiresAt} /> },
];
