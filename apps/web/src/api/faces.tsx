'use client';
import { Button, Face, Notice } from '@godwit/ui';
import { CircleX, CloudOff, LockKeyhole, LogIn, SearchX } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Failure, readFailure } from './failures.ts';

const icons: Record<Failure['kind'], ReactNode> = {
  lost: <CloudOff />,
  'signed-out': <LogIn />,
  forbidden: <LockKeyhole />,
  'not-found': <SearchX />,
  other: <CircleX />,
};

const titles: Record<Failure['kind'], string> = {
  lost: 'Connection lost',
  'signed-out': 'Your session has ended',
  forbidden: 'This is not yours to see',
  'not-found': 'Nothing is here',
  other: 'This could not be shown',
};

const defaults: Record<Failure['kind'], string> = {
  lost: '',
  'signed-out': 'Sign in again to go on.',
  forbidden: 'Your role does not include this page. Ask an administrator of this installation.',
  'not-found': 'It may have been removed, or the address has a mistake.',
  other: '',
};

function SignInAgain() {
  const here = typeof window === 'undefined' ? '/' : window.location.pathname + window.location.search;
  return (
    <Button asChild>
      <Link href={`/sign-in?next=${encodeURIComponent(here)}`}>Sign in again</Link>
    </Button>
  );
}

/** The face of a page that could not be had: forbidden, gone, lost or failed. */
export function FailureFace({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const failure = readFailure(error);
  return (
    <Face
      icon={icons[failure.kind]}
      title={titles[failure.kind]}
      action={
        failure.kind === 'signed-out' ? (
          <SignInAgain />
        ) : onRetry && failure.kind !== 'forbidden' ? (
          <Button onClick={onRetry}>Try again</Button>
        ) : null
      }
    >
      <p>{failure.message}</p>
      <p>{failure.remedy || defaults[failure.kind]}</p>
    </Face>
  );
}

/** A failed action, beside the button that caused it. */
export function FailureNotice({ error }: { error: unknown }) {
  if (!error) return null;
  const failure = readFailure(error);
  return (
    <Notice urgent tone="cannot" icon={icons[failure.kind]} title={failure.message}>
      {failure.remedy || defaults[failure.kind]}
    </Notice>
  );
}
