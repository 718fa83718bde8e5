import { CommandLine, criuStates, Panel, StateBadge } from '@godwit/ui';
import { CircleCheck, CircleX } from 'lucide-react';
import type { HostDetail } from '../../api/types.ts';

function Feature({ name, present }: { name: string; present: boolean }) {
  return (
    <li className="inline-flex items-center gap-1.5 text-xs">
      {present ? (
        <CircleCheck className="size-3.5 text-can" aria-label="present" />
      ) : (
        <CircleX className="size-3.5 text-ink-3" aria-label="absent" />
      )}
      <span className={present ? 'font-mono' : 'font-mono text-ink-3'}>{name}</span>
    </li>
  );
}

function Remedy({ remedy }: { remedy: NonNullable<HostDetail['remedy']> }) {
  return (
    <div className="space-y-2">
      <p className="text-sm">{remedy.text}</p>
      {remedy.command ? (
        <CommandLine title="On this host, as root" command={remedy.command} what="remedy command" />
      ) : null}
    </div>
  );
}

/** Whether CRIU works here, on what evidence, and the command that mends it when it does not. */
export function ReadinessPanel({ host }: { host: HostDetail }) {
  const criu = host.facts?.criu;
  const seen = criu?.known ? criu.value : null;
  return (
    <Panel title="CRIU" action={<StateBadge state={criuStates[host.criuReady]} />}>
      <div className="space-y-4">
        {host.criuProblem ? <p className="text-sm">{host.criuProblem}</p> : null}
        {host.remedy ? <Remedy remedy={host.remedy} /> : null}
        {seen?.tcpProbe ? (
          <p className="text-sm text-ink-2">
            Probe: a tiny process with a TCP listener was{' '}
            {seen.tcpProbe.passed ? 'really dumped and restored here.' : `tried. ${seen.tcpProbe.detail}`}
          </p>
        ) : null}
        {seen ? (
          <p className="text-sm text-ink-2">
            <code className="font-mono text-xs">criu check</code>: {seen.checkProblem ?? 'looks good'}
          </p>
        ) : null}
        {seen && Object.keys(seen.features).length > 0 ? (
          <ul aria-label="CRIU features" className="flex flex-wrap gap-x-4 gap-y-1">
            {Object.entries(seen.features).map(([name, present]) => (
              <Feature key={name} name={name} present={present} />
            ))}
          </ul>
        ) : null}
      </div>
    </Panel>
  );
}
