'use client';
import { explainRun, foretellingFor, type RunExplanation } from '@godwit/domain/accuracy';
import type { RunEvent } from '@godwit/domain/run';
import { ExplanationCard, FindingList, MarkedLog, Panel, PanelSkeleton, RelativeTime, VerdictBadge } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { ClipboardCheck, ClipboardX } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import type { PreflightDetail } from '../../api/types.ts';
import { WithData } from '../../api/with-data.tsx';

interface ForetoldProps {
  preflight: PreflightDetail;
  expected: readonly string[];
}

/** The findings of the preflight that had said this very failure beforehand, or that none had. */
function Foretold({ preflight, expected }: ForetoldProps) {
  const possible = foretellingFor(expected, preflight.purpose);
  const foretelling = preflight.verdict.findings.filter(({ id }) => possible.includes(id));
  return (
    <div className="space-y-3">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <VerdictBadge verdict={preflight.verdict.verdict} />
        <Link href={`/preflights/${preflight.id}`} className="underline underline-offset-2">
          its preflight
        </Link>
        <RelativeTime iso={preflight.at} />
      </p>
      {foretelling.length > 0 ? (
        <>
          <p className="flex items-center gap-2 text-sm font-medium text-can [&_svg]:size-4">
            <ClipboardCheck aria-hidden="true" /> Foretold
          </p>
          <FindingList findings={foretelling} />
        </>
      ) : (
        <div>
          <p className="flex items-center gap-2 text-sm font-medium text-cannot [&_svg]:size-4">
            <ClipboardX aria-hidden="true" /> Not foretold
          </p>
          <p className="text-sm text-ink-2">
            {possible.length > 0
              ? `There are findings for this failure (${possible.join(', ')}), and the preflight raised none of them: it came up afterwards, or the rule is wrong.`
              : 'No rule that was asked speaks of this failure: it came up after the preflight, or a rule is missing.'}
          </p>
        </div>
      )}
    </div>
  );
}

function WhatWasSaid({ preflightId, expected }: { preflightId: string | null; expected: readonly string[] }) {
  const trpc = useTRPC();
  const preflight = useQuery(
    trpc.preflights.get.queryOptions({ preflightId: preflightId ?? '' }, { enabled: preflightId !== null }),
  );
  return (
    <Panel title="What the preflight had said">
      {preflightId === null ? (
        <p className="text-sm text-ink-2">This run was started without a preflight.</p>
      ) : (
        <WithData query={preflight} loading={<PanelSkeleton lines={3} label="the preflight" />}>
          {(data) => <Foretold preflight={data} expected={expected} />}
        </WithData>
      )}
    </Panel>
  );
}

function Explained({ told, preflightId }: { told: RunExplanation; preflightId: string | null }) {
  const { explanation, log, side } = told;
  const passedOver = useMemo(
    () => new Map(explanation.skipped.map(({ line, reason }) => [line, reason])),
    [explanation],
  );
  return (
    <section aria-label="Why CRIU failed" className="space-y-4 max-lg:order-1">
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ExplanationCard title="Why CRIU failed" explanation={explanation}>
          {explanation.outcome === 'unknown' ? (
            <p className="text-sm text-ink-2">
              Its log stays with this run, and{' '}
              <Link href="/reports/accuracy" className="underline underline-offset-2">
                the accuracy of this installation
              </Link>{' '}
              counts it as a cause that is not known.
            </p>
          ) : null}
        </ExplanationCard>
        <WhatWasSaid preflightId={preflightId} expected={explanation.findings} />
      </div>
      <Panel title="CRIU's log" note={`on the ${side}`} flush>
        <MarkedLog log={log} label="CRIU's log" marked={explanation.cause?.line ?? null} passedOver={passedOver} />
      </Panel>
    </section>
  );
}

/** A failure of CRIU in this run: its explanation beside what had been said beforehand. */
export function WhyItFailed({ events, preflightId }: { events: readonly RunEvent[]; preflightId: string | null }) {
  const told = useMemo(() => explainRun(events), [events]);
  return told ? <Explained told={told} preflightId={preflightId} /> : null;
}
