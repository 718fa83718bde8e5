'use client';
import { BirdMark, Button, Kbd } from '@godwit/ui';
import { Menu as MenuIcon, Search } from 'lucide-react';
import Link from 'next/link';
import { AccountMenu } from './account-menu.tsx';
import { LiveDot } from './live-dot.tsx';
import { RunChips } from './run-chips.tsx';
import { ThemeChoice } from './theme-menu.tsx';

interface TopBarProps {
  onMenu: () => void;
  onPalette: () => void;
}

/** What is the same on every page: search, what runs, whether it is live, who is there. */
export function TopBar({ onMenu, onPalette }: TopBarProps) {
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-line bg-surface px-2 md:gap-3 md:px-4">
      <Button variant="quiet" size="icon" aria-label="Open the menu" onClick={onMenu} className="lg:hidden">
        <MenuIcon />
      </Button>
      <Link href="/" aria-label="Godwit, to the fleet" className="lg:hidden">
        <BirdMark />
      </Link>
      <button
        type="button"
        onClick={onPalette}
        className="flex h-8 w-64 items-center gap-2 rounded-md border border-field-line bg-sunken px-2.5 text-sm text-ink-3 hover:text-ink max-md:hidden"
      >
        <Search className="size-4" aria-hidden="true" />
        <span className="flex-1 text-left">Search or go to</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      <div className="flex min-w-0 flex-1 justify-end">
        <RunChips />
      </div>
      <LiveDot />
      <Button variant="quiet" size="icon" aria-label="Search or go to" onClick={onPalette} className="md:hidden">
        <Search />
      </Button>
      <div className="max-md:hidden">
        <ThemeChoice />
      </div>
      <AccountMenu />
    </header>
  );
}
