'use client';
import { Button, Notice, Sheet } from '@godwit/ui';
import { LogIn } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { useLiveState } from '../live/live-context.ts';
import { LiveProvider } from '../live/live-provider.tsx';
import { ConnectionLost } from './connection-lost.tsx';
import { Palette } from './palette/palette.tsx';
import { usePaletteKeys } from './palette/use-palette-keys.ts';
import { Rail } from './rail.tsx';
import { SessionProvider, useSession } from './session.tsx';
import { TopBar } from './top-bar.tsx';

function SessionEnded() {
  const { ended } = useSession();
  if (!ended) return null;
  return (
    <Notice
      urgent
      tone="amber"
      icon={<LogIn />}
      title="Your session has ended"
      className="mb-4"
      action={
        <Button asChild>
          <Link href="/sign-in" target="_blank">
            Sign in again in a new tab
          </Link>
        </Button>
      }
    >
      What you typed is still here. Sign in again, then go on.
    </Notice>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const [railOpen, setRailOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  usePaletteKeys(() => setPaletteOpen(true));
  const { connection } = useLiveState();
  return (
    <div className="flex min-h-screen" data-connection={connection}>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-ink px-3 py-1.5 text-surface focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <aside className="sticky top-0 hidden h-screen w-52 shrink-0 border-r border-line bg-surface lg:block">
        <Rail />
      </aside>
      <Sheet open={railOpen} onOpenChange={setRailOpen} title="Menu">
        <Rail onChoose={() => setRailOpen(false)} />
      </Sheet>
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar onMenu={() => setRailOpen(true)} onPalette={() => setPaletteOpen(true)} />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[1280px] flex-1 p-4 outline-none md:p-6">
          <SessionEnded />
          <ConnectionLost />
          {children}
        </main>
      </div>
      <Palette open={paletteOpen} onOpenChange={setPaletteOpen} />
    </div>
  );
}

/** The frame around every page of somebody who is signed in. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <SessionProvider>
      <LiveProvider>
        <Frame>{children}</Frame>
      </LiveProvider>
    </SessionProvider>
  );
}
