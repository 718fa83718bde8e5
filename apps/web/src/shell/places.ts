import {
  Archive,
  ArrowRightLeft,
  Boxes,
  ChartNoAxesColumn,
  ClipboardCheck,
  FileSearch,
  KeyRound,
  type LucideIcon,
  PlugZap,
  ScrollText,
  Server,
  Users,
} from 'lucide-react';
import type { Role } from '../api/types.ts';

interface Place {
  href: string;
  title: string;
  icon: LucideIcon;
  least: Role;
}

/** The rail's upper part: the work itself. */
export const workPlaces: readonly Place[] = [
  { href: '/', title: 'Fleet', icon: Server, least: 'viewer' },
  { href: '/workloads', title: 'Workloads', icon: Boxes, least: 'viewer' },
  { href: '/preflights', title: 'Preflights', icon: ClipboardCheck, least: 'viewer' },
  { href: '/runs', title: 'Runs', icon: ArrowRightLeft, least: 'viewer' },
  { href: '/checkpoints', title: 'Checkpoints', icon: Archive, least: 'viewer' },
  { href: '/reports', title: 'Reports', icon: ChartNoAxesColumn, least: 'viewer' },
  { href: '/explain', title: 'Explain a log', icon: FileSearch, least: 'viewer' },
];

/** The lower part: who and what may take part. */
export const adminPlaces: readonly Place[] = [
  { href: '/enrol', title: 'Hosts to enrol', icon: PlugZap, least: 'admin' },
  { href: '/team', title: 'Team', icon: Users, least: 'admin' },
  { href: '/tokens', title: 'Tokens', icon: KeyRound, least: 'admin' },
  { href: '/audit', title: 'Audit', icon: ScrollText, least: 'admin' },
];

/** Whether a place of the rail is where the reader is; hosts belong to the fleet. */
export const isHere = (href: string, pathname: string): boolean =>
  href === '/'
    ? pathname === '/' || pathname.startsWith('/hosts/')
    : pathname === href || pathname.startsWith(`${href}/`);
