'use client';
import type { RouterInputs } from '@godwit/server/router-type';
import { Button } from '@godwit/ui';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { FailureNotice } from '../../api/faces.tsx';
import { useTRPCClient } from '../../api/trpc.ts';

type Asked = RouterInputs['history']['export'];

const save = (json: string, name: string) => {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

/** Saves exactly the filtered rows as JSON. */
export function ExportButton({ asked }: { asked: Asked }) {
  const client = useTRPCClient();
  const download = useMutation({
    mutationFn: () => client.history.export.query(asked),
    onSuccess: ({ json }) => save(json, `godwit-${asked.what}.json`),
  });
  return (
    <>
      <Button disabled={download.isPending} onClick={() => download.mutate()}>
        <Download /> Export JSON
      </Button>
      <FailureNotice error={download.error} />
    </>
  );
}
