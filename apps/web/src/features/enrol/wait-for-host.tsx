'use client';
import type { RouterOutputs } from '@godwit/server/router-type';
import { Button, CommandLine, Panel, RelativeTime } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Clock, LoaderCircle } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import { ReadinessPanel } from '../host/readiness-panel.tsx';

interface WaitForHostProps {
  enrolment: RouterOutputs['hosts']['createEnrolment'];
  onAgain: () => void;
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p role="status" className="flex items-center gap-2 text-sm [&_svg]:size-4.5 [&_svg]:shrink-0">
      {icon}
      <span>{children}</span>
    </p>
  );
}

const spinning = <LoaderCircle className="animate-spin text-ice motion-reduce:animate-none" />;

/** The first result of a new host: whether its agent is there, and whether CRIU works. */
function Joined({ hostId }: { hostId: string }) {
  const trpc = useTRPC();
  const { data: host } = useQuery(trpc.hosts.get.queryOptions({ hostId }, { refetchInterval: 2000 }));
  if (host?.status !== 'connected')
    return (
      <Line icon={spinning}>
        {host?.name ?? 'The host'} has joined. Waiting for its agent, which the second half of the command starts.
      </Line>
    );
  return (
    <div className="space-y-4">
      <Line icon={<CircleCheck className="text-can" />}>
        <Link href={`/hosts/${hostId}`} className="font-medium underline underline-offset-2">
          {host.name}
        </Link>{' '}
        is connected. The agent runs as long as that command does; let systemd start it from now on.
      </Line>
      <ReadinessPanel host={host} />
    </div>
  );
}

/** Shows the command once, waits, and says when the host is there. */
export function WaitForHost({ enrolment, onAgain }: WaitForHostProps) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.hosts.enrolment.queryOptions(
      { id: enrolment.id },
      { refetchInterval: (query) => (query.state.data?.state === 'waiting' || !query.state.data ? 1500 : false) },
    ),
  );
  const state = data?.state ?? 'waiting';
  return (
    <div className="space-y-4">
      <Panel title="Run this on the host, as root" note="it holds a one-time token and is shown this once">
        <div className="space-y-3">
          <CommandLine command={enrolment.command} what="enrolment command" />
          {state === 'waiting' ? (
            <Line icon={spinning}>
              Waiting for the host. The command works until <RelativeTime iso={enrolment.expiresAt} />.
            </Line>
          ) : null}
          {state === 'expired' ? (
            <Line icon={<Clock className="text-amber" />}>
              The command has expired. Nobody used it; make a new one.
            </Line>
          ) : null}
        </div>
      </Panel>
      {state === 'used' && data?.hostId ? <Joined hostId={data.hostId} /> : null}
      <Button onClick={onAgain}>{state === 'waiting' ? 'Make another command' : 'Enrol another host'}</Button>
    </div>
  );
}
