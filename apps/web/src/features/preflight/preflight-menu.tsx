'use client';
import { Button, Menu, MenuItem, MenuLabel, MenuSeparator } from '@godwit/ui';
import { useQuery } from '@tanstack/react-query';
import { Archive, ChevronDown, LoaderCircle, RotateCcw, Server } from 'lucide-react';
import { useTRPC } from '../../api/trpc.ts';
import { type Target, targetChoices } from './purposes.ts';

interface PreflightMenuProps {
  sourceHostId: string;
  busy: boolean;
  disabled?: boolean;
  onChoose: (target: Target) => void;
}

const icons = { here: <RotateCcw />, dump: <Archive /> } as const;

/** The one button of a workload: where should it be able to go? */
export function PreflightMenu({ sourceHostId, busy, disabled, onChoose }: PreflightMenuProps) {
  const trpc = useTRPC();
  const { data: hosts = [] } = useQuery(trpc.hosts.list.queryOptions());
  const choices = targetChoices(hosts, sourceHostId);
  const moves = choices.filter(({ value }) => value !== 'here' && value !== 'dump');
  const stays = choices.filter(({ value }) => value === 'here' || value === 'dump');
  return (
    <Menu
      trigger={
        <Button variant="primary" disabled={busy || disabled}>
          {busy ? <LoaderCircle className="animate-spin motion-reduce:animate-none" /> : null}
          {busy ? 'Reading facts' : 'Preflight to…'}
          {busy ? null : <ChevronDown />}
        </Button>
      }
    >
      <MenuLabel>A move to</MenuLabel>
      {moves.length === 0 ? <p className="px-2 pb-1.5 text-sm text-ink-3">There is no other host.</p> : null}
      {moves.map((choice) => (
        <MenuItem key={choice.value} disabled={choice.disabled ?? false} onSelect={() => onChoose(choice.value)}>
          <Server /> {choice.label}
          {choice.note ? <span className="ml-auto text-xs text-ink-3">{choice.note}</span> : null}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuLabel>On this host</MenuLabel>
      {stays.map((choice) => (
        <MenuItem key={choice.value} onSelect={() => onChoose(choice.value)}>
          {icons[choice.value === 'here' ? 'here' : 'dump']}
          {choice.value === 'here' ? 'Dump and restore here' : 'A dump only'}
        </MenuItem>
      ))}
    </Menu>
  );
}
