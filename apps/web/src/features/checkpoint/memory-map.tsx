import { cn, formatBytes, type Tone, toneFill } from '@godwit/ui';
import type { ImageContents } from '../../api/types.ts';

type Process = ImageContents['processes'][number];

/** One colour for each way memory comes about; the words stand beside it. */
const tones: readonly (readonly [RegExp, Tone])[] = [
  [/heap|stack/, 'amber'],
  [/shared|memfd/, 'ice'],
  [/anonymous/, 'options'],
  [/file/, 'slate'],
];
const toneOf = (kind: string): Tone => tones.find(([pattern]) => pattern.test(kind))?.[1] ?? 'unknown';

const sumByKind = ({ parts }: Process) => {
  const sums = new Map<string, number>();
  for (const { kind, bytes } of parts) sums.set(kind, (sums.get(kind) ?? 0) + bytes);
  return [...sums].map(([kind, bytes]) => ({ kind, bytes })).sort((a, b) => b.bytes - a.bytes);
};

function Legend({ kind, bytes }: { kind: string; bytes: number }) {
  return (
    <li className="inline-flex items-center gap-1.5 text-xs">
      <span aria-hidden="true" className={cn('size-2.5 rounded-xs', toneFill[toneOf(kind)])} />
      {kind} <span className="text-ink-3">{formatBytes(bytes)}</span>
    </li>
  );
}

function Part({ part }: { part: Process['parts'][number] }) {
  return (
    <tr className="border-b border-line last:border-0">
      <td className="py-1 pr-3 align-top font-mono text-xs whitespace-nowrap">{part.access}</td>
      <td className="py-1 pr-3 align-top text-xs">
        {part.kind}
        {part.path ? <span className="block font-mono break-all text-ink-2">{part.path}</span> : null}
      </td>
      <td className="py-1 text-right align-top text-xs whitespace-nowrap">
        {formatBytes(part.bytes)}
        {part.mappings > 1 ? <span className="block text-ink-3">{part.mappings} mappings</span> : null}
      </td>
    </tr>
  );
}

/** What a process has mapped, drawn by kind and listed, the largest first. */
export function MemoryMap({ process }: { process: Process }) {
  const sums = sumByKind(process);
  const { mappedBytes, storedBytes } = process.memory;
  return (
    <div className="space-y-3">
      <p className="text-sm text-ink-2">
        {formatBytes(mappedBytes)} mapped, {formatBytes(storedBytes)} of it stored in the images. What is not stored is
        read from files again, or was never written to.
      </p>
      <div aria-hidden="true" className="flex h-4 overflow-hidden rounded-sm bg-slate-soft">
        {sums.map(({ kind, bytes }) => (
          <span key={kind} className={toneFill[toneOf(kind)]} style={{ flexGrow: bytes, flexBasis: 0 }} />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {sums.map(({ kind, bytes }) => (
          <Legend key={kind} kind={kind} bytes={bytes} />
        ))}
      </ul>
      <table className="w-full border-collapse" aria-label="Memory map">
        <tbody>
          {process.parts.map((part) => (
            <Part key={`${part.kind} ${part.path} ${part.access}`} part={part} />
          ))}
        </tbody>
      </table>
      {process.partsLeftOut > 0 ? (
        <p className="text-xs text-ink-3">{process.partsLeftOut} smaller parts are left out.</p>
      ) : null}
    </div>
  );
}
