'use client';
import { explainLog } from '@godwit/domain/explanation';
import { ExplanationCard, MarkedLog, Notice, PageHead, Panel } from '@godwit/ui';
import { CircleX, Scissors } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ForetellingFindings } from './foretelling-findings.tsx';
import { KeepUnknown } from './keep-unknown.tsx';
import { LogDrop } from './log-drop.tsx';
import type { ReadLog } from './read-log.ts';
import { UnknownErrors } from './unknown-errors.tsx';

function Explained({ log }: { log: ReadLog }) {
  const explanation = useMemo(() => explainLog(log.text), [log]);
  const passedOver = useMemo(
    () => new Map(explanation.skipped.map(({ line, reason }) => [line, reason])),
    [explanation],
  );
  return (
    <>
      {log.isCut ? (
        <Notice tone="amber" icon={<Scissors />} title={`Only the first 16 MiB of ${log.name} were read`}>
          A log of this size repeats itself; the first true cause stands before that.
        </Notice>
      ) : null}
      <div aria-live="polite">
        <ExplanationCard explanation={explanation}>
          <ForetellingFindings findings={explanation.findings} />
          {explanation.outcome === 'unknown' ? <KeepUnknown explanation={explanation} /> : null}
        </ExplanationCard>
      </div>
      <Panel title="The log" note={log.name} flush>
        <MarkedLog log={log.text} label="The log" marked={explanation.cause?.line ?? null} passedOver={passedOver} />
      </Panel>
    </>
  );
}

/** Any log of CRIU, from here or from elsewhere: what went wrong first, what it means, what to do. */
export function ExplainScreen() {
  const [log, setLog] = useState<ReadLog | null>(null);
  const [problem, setProblem] = useState(false);
  return (
    <>
      <PageHead
        title="Explain a log"
        below="CRIU's first error is often harmless and its last one says nothing. Here is the one that counts."
      />
      <div className="flex flex-col gap-4">
        <LogDrop
          onLog={(read) => {
            setProblem(false);
            setLog(read);
          }}
          onProblem={() => setProblem(true)}
        />
        {problem ? (
          <Notice urgent tone="cannot" icon={<CircleX />} title="This file could not be read">
            It may be a folder, or it changed while it was read. Choose the file itself, or paste its text.
          </Notice>
        ) : null}
        {log ? <Explained log={log} /> : null}
        <UnknownErrors />
      </div>
    </>
  );
}
