'use client';
import { Button, DataTable, PageHead, TableSkeleton } from '@godwit/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import { WithData } from '../../api/with-data.tsx';
import { useSession } from '../../shell/session.tsx';
import { useTableUrl } from '../../url/use-table-url.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { invitationColumns, memberColumns } from './member-columns.tsx';

/** People of this installation, and those invited. */
export function TeamScreen() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const table = useTableUrl();
  const { user } = useSession();
  const [inviting, setInviting] = useState(false);
  const team = useQuery(trpc.team.list.queryOptions());
  const setRole = useMutation(
    trpc.team.setRole.mutationOptions({ onSettled: () => void client.invalidateQueries(trpc.team.list.queryFilter()) }),
  );
  const columns = memberColumns({
    own: user.id,
    busy: setRole.isPending,
    onRole: (userId, role) => setRole.mutate({ userId, role }),
  });
  return (
    <>
      <PageHead
        title="Team"
        actions={
          team.data ? (
            <Button variant="primary" onClick={() => setInviting(true)}>
              Invite somebody
            </Button>
          ) : null
        }
      />
      <FailureNotice error={setRole.error} />
      <WithData query={team} loading={<TableSkeleton rows={3} label="the team" />}>
        {({ members, invitations }) => (
          <div className="space-y-5">
            <DataTable label="Members" rows={members} columns={columns} rowKey={(one) => one.id} {...table} />
            {invitations.length > 0 ? (
              <section aria-label="Invitations">
                <h2 className="mb-2 text-base font-medium">Invited</h2>
                <DataTable
                  label="Invitations"
                  rows={invitations}
                  columns={invitationColumns}
                  rowKey={(one) => one.id}
                />
              </section>
            ) : null}
          </div>
        )}
      </WithData>
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </>
  );
}
