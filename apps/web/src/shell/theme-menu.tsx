'use client';
import { Segmented } from '@godwit/ui';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { applyTheme, currentTheme, readTheme } from './theme.ts';

const options = [
  { value: 'light', label: 'Light theme', icon: <Sun /> },
  { value: 'dark', label: 'Dark theme', icon: <Moon /> },
  { value: 'system', label: 'Theme of the system', icon: <Monitor /> },
];

/** Light, dark, or as the system. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(currentTheme);
  const change = (value: string) => {
    const next = readTheme(value);
    applyTheme(next);
    setTheme(next);
  };
  return <Segmented label="Theme" value={theme} onChange={change} options={options} iconsOnly />;
}
