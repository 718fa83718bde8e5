'use client';
import { Button, type Column, DataTable, Face, PageHead, TableSkeleton } from '@godwit/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPC } from '../../api/trpc.ts';
import type { ApiToken } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';
import { useTableUrl } from '../../url/use-table-url.ts';
import { tokenColumns, tokenState } from './token-columns.tsx';
import { TokenDialog } from './token-dialog.tsx';

const revokeColumn = (onRevoke: (id: string) => void, busy: boolean): Column<ApiToken> => ({
  id: 'verbs',
  title: '',
  align: 'right',
  cell: (token) =>
    tokenState(token, Date.now()) === 'active' ? (
      <Button
        size="sm"
        variant="danger"
        disabled={busy}
        aria-label={`Revoke ${token.name}`}
        onClick={() => onRevoke(token.id)}
      >
        Revoke
      </Button>
    ) : null,
});

function NoTokens({ onMake }: { onMake: () => void }) {
  return (
    <Face icon={<KeyRound />} title="No token yet" action={<Button onClick={onMake}>Make a token</Button>}>
      A token lets a script or the godwit command do what its role may. It has an end, and every use of it stands in the
      audit.
    </Face>
  );
}

/** Tokens for scripts. */
export function TokensScreen() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const table = useTableUrl();
  const [making, setMaking] = useState(false);
  const tokens = useQuery(trpc.tokens.list.queryOptions());
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: () => void client.invalidateQueries(trpc.tokens.list.queryFilter()),
    }),
  );
  const columns = [...tokenColumns, revokeColumn((id) => revoke.mutate({ id }), revoke.isPending)];
  return (
    <>
      <PageHead
        title="Tokens"
        actions={
          tokens.data?.length ? (
            <Button variant="primary" onClick={() => setMaking(true)}>
              Make a token
            </Button>
          ) : null
        }
      />
      <FailureNotice error={revoke.error} />
      <WithData query={tokens} loading={<TableSkeleton rows={4} label="tokens" />}>
        {(rows) => (
          <DataTable
            label="Tokens"
            rows={rows}
            columns={columns}
            rowKey={(one) => one.id}
            {...table}
            empty={<NoTokens onMake={() => setMaking(true)} />}
          />
        )}
      </WithData>
      {making ? <TokenDialog onClose={() => setMaking(false)} /> : null}
    </>
  );
}
