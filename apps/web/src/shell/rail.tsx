'use client';
import { BirdMark, cn } from '@godwit/ui';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { adminPlaces, isHere, workPlaces } from './places.ts';
import { useMay, useSession } from './session.tsx';

interface RailProps {
  /** A place was chosen; closes the sheet on narrow screens. */
  onChoose?: () => void;
}

function PlaceLink({ place, onChoose }: { place: (typeof workPlaces)[number]; onChoose?: (() => void) | undefined }) {
  const here = isHere(place.href, usePathname());
  const Icon = place.icon;
  return (
    <li>
      <Link
        href={place.href}
        onClick={onChoose}
        aria-current={here ? 'page' : undefined}
        className={cn(
          'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm text-ink-2 hover:bg-slate-soft hover:text-ink pointer-coarse:h-11',
          here && 'bg-slate-soft font-medium text-ink',
        )}
      >
        <Icon className="size-4 shrink-0" aria-hidden="true" />
        {place.title}
      </Link>
    </li>
  );
}

/** Where one can go. */
export function Rail({ onChoose }: RailProps) {
  const { installation } = useSession();
  const admin = useMay('admin');
  return (
    <div className="flex h-full flex-col overflow-y-auto px-3 pb-4">
      <Link href="/" onClick={onChoose} className="flex h-12 shrink-0 items-center gap-2 px-2 text-lg font-medium">
        <BirdMark /> Godwit
      </Link>
      <nav aria-label="Main" className="mt-2 flex flex-1 flex-col">
        <ul className="space-y-0.5">
          {workPlaces.map((place) => (
            <PlaceLink key={place.href} place={place} onChoose={onChoose} />
          ))}
        </ul>
        {admin ? (
          <ul className="mt-4 space-y-0.5 border-t border-line pt-4">
            {adminPlaces.map((place) => (
              <PlaceLink key={place.href} place={place} onChoose={onChoose} />
            ))}
          </ul>
        ) : null}
      </nav>
      <p className="px-2.5 pt-4 text-xs text-ink-3">Godwit {installation.version}</p>
    </div>
  );
}
