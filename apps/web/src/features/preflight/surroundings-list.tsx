'use client';
import { hookStageTexts } from '@godwit/domain/run';
import { useQuery } from '@tanstack/react-query';
import { HeartPulse, PauseCircle, TerminalSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import type { Surroundings } from '../../api/types.ts';

function Line({ icon, children, trouble }: { icon: ReactNode; children: ReactNode; trouble?: string | null }) {
  return (
    <li className="flex gap-2.5 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3">
      {icon}
      <span className="min-w-0 break-words">
        {children}
        {trouble ? <span className="text-cannot"> It would not run: {trouble}.</span> : null}
      </span>
    </li>
  );
}

const path = (text: string) => <span className="font-mono text-xs break-all">{text}</span>;

function HostLines({ host, hooks, health, unknown }: Surroundings['hosts'][number]) {
  if (unknown)
    return (
      <Line icon={<TerminalSquare />}>
        Whether programs run on {host} is not known: {unknown}
      </Line>
    );
  return (
    <>
      {hooks.map(({ stage, program, trouble }) => (
        <Line key={`${stage} ${program}`} icon={<TerminalSquare />} trouble={trouble}>
          {path(program)} runs on {host} {hookStageTexts[stage].words}.
        </Line>
      ))}
      {health.map(({ command, trouble }) => (
        <Line key={command} icon={<HeartPulse />} trouble={trouble}>
          {path(command)} says on {host} whether the copy is well.
        </Line>
      ))}
    </>
  );
}

/** Whom a move holds, and which programs of the hosts' owners run with it. Nothing where there is nobody and none. */
export function SurroundingsList({ preflightId }: { preflightId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.preflights.surroundings.queryOptions({ preflightId }));
  if (!data) return null;
  const held = data.supervisors.filter((one) => one.held);
  return (
    <ul aria-label="Held and run" className="space-y-2 text-sm empty:hidden">
      {held.map(({ name, words }) => (
        <Line key={name} icon={<PauseCircle />}>
          {name}: {words}
        </Line>
      ))}
      {data.hosts.map((host) => (
        <HostLines key={host.side} {...host} />
      ))}
    </ul>
  );
}
