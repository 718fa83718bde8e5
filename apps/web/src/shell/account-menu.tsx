'use client';
import { Button, Menu, MenuCheck, MenuItem, MenuLabel, MenuSeparator } from '@godwit/ui';
import { useQueryClient } from '@tanstack/react-query';
import { CircleUserRound, LogOut } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { signOut } from '../features/sign-in/auth-client.ts';
import { useSession } from './session.tsx';
import { applyTheme, currentTheme, type Theme, themes } from './theme.ts';

const themeWords: Record<Theme, string> = { light: 'Light', dark: 'Dark', system: 'As the system' };

function ThemeItems() {
  const now = currentTheme();
  return (
    <>
      <MenuLabel>Theme</MenuLabel>
      {themes.map((theme) => (
        <MenuCheck key={theme} checked={theme === now} onCheckedChange={() => applyTheme(theme)}>
          {themeWords[theme]}
        </MenuCheck>
      ))}
    </>
  );
}

/** Who is signed in, with which role; theme on narrow screens; the way out. */
export function AccountMenu() {
  const { user } = useSession();
  const router = useRouter();
  const client = useQueryClient();
  const leave = async () => {
    await signOut();
    client.clear();
    router.replace('/sign-in');
  };
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="icon" aria-label={`Account of ${user.name}`}>
          <CircleUserRound />
        </Button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="text-sm font-medium">{user.name}</p>
        <p className="text-xs text-ink-3">
          {user.email} · {user.role}
        </p>
      </div>
      <MenuSeparator />
      <ThemeItems />
      <MenuSeparator />
      <MenuItem onSelect={() => void leave()}>
        <LogOut /> Sign out
      </MenuItem>
    </Menu>
  );
}
