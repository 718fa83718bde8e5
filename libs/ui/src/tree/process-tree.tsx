import type { Severity } from '@godwit/domain/verdict';
import { formatBytes } from '../format/bytes.ts';
import { severityStates } from '../states/state-words.tsx';
import { toneText } from '../states/tones.ts';
import { flattenTree, type TreeProcess } from './flatten-tree.ts';

function SeverityMark({ severity }: { severity: Severity }) {
  const state = severityStates[severity];
  return (
    <span className={`inline-flex ${toneText[state.tone]} [&_svg]:size-3.5`} title={state.word}>
      {state.icon}
      <span className="sr-only">{state.word}</span>
    </span>
  );
}

const indent = (depth: number) => ({ paddingLeft: `${16 + Math.min(depth, 6) * 14}px` });

function ProcessRows({ process, depth }: { process: TreeProcess; depth: number }) {
  return (
    <>
      <tr className="text-xs leading-5">
        <td className="pt-2 pr-2" style={indent(depth)}>
          <span className="flex items-center gap-2">
            <span className="font-mono text-ink-3">{process.pid}</span>
            <span className="truncate text-sm font-medium">{process.comm}</span>
            {process.findingSeverity ? <SeverityMark severity={process.findingSeverity} /> : null}
          </span>
        </td>
        <td className="px-1.5 pt-2 text-right whitespace-nowrap">{formatBytes(process.rssBytes)}</td>
        <td className="px-1.5 pt-2 text-right">{process.fds ?? '?'}</td>
        <td className="pt-2 pr-4 pl-1.5 text-right">{process.threads}</td>
      </tr>
      <tr className="border-b border-line last:border-0">
        <td
          colSpan={4}
          className="pr-4 pb-2 font-mono text-xs leading-4.5 break-words text-ink-3"
          style={indent(depth)}
        >
          {process.command}
        </td>
      </tr>
    </>
  );
}

/** Who is whose child, with memory, open files and threads; the culprit of a finding carries its sign. */
export function ProcessTree({ processes, label }: { processes: readonly TreeProcess[]; label: string }) {
  return (
    <table className="w-full table-fixed border-collapse" aria-label={label}>
      <thead>
        <tr className="border-b border-line text-xs text-ink-3 [&_th]:font-normal">
          <th scope="col" className="py-2 pl-4 text-left">
            Process
          </th>
          <th scope="col" className="w-18 px-1.5 text-right">
            Memory
          </th>
          <th scope="col" className="w-11 px-1.5 text-right">
            Files
          </th>
          <th scope="col" className="w-18 pr-4 pl-1.5 text-right">
            Threads
          </th>
        </tr>
      </thead>
      <tbody>
        {flattenTree(processes).map(({ process, depth }) => (
          <ProcessRows key={process.pid} process={process} depth={depth} />
        ))}
      </tbody>
    </table>
  );
}
