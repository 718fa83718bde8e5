'use client';
import { Button, CommandLine, Face } from '@godwit/ui';
import { Server } from 'lucide-react';
import Link from 'next/link';
import { useMay } from '../../shell/session.tsx';

/** The fleet before the first host. */
export function NoHosts() {
  const admin = useMay('admin');
  return (
    <Face
      icon={<Server />}
      title="No host has joined yet"
      action={
        <>
          {admin ? (
            <Button asChild variant="primary" className="hover:bg-accent-hover">
              <Link href="/enrol">Enrol a host</Link>
            </Button>
          ) : null}
          <CommandLine
            className="w-full max-w-sm text-left"
            title="Or start three lab hosts on this machine, as root:"
            command="npm run lab -- up"
            what="lab command"
          />
        </>
      }
    >
      This page will show each host: whether it is reachable, whether CRIU works there, and how many of its workloads
      can move.
    </Face>
  );
}
