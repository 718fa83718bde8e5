'use client';
import { Button, Field } from '@godwit/ui';
import { type FormEvent, type ReactNode, useState } from 'react';

export interface AccountInput {
  name: string;
  email: string;
  password: string;
}

interface AccountFormProps {
  /** Given by an invitation; cannot be changed then. */
  email?: string;
  verb: string;
  busy: boolean;
  failure: ReactNode;
  onSubmit: (input: AccountInput) => void;
}

/** Name, e-mail and a password, for the first administrator and for invited people. */
export function AccountForm({ email, verb, busy, failure, onSubmit }: AccountFormProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get('password'));
    if (password.length < 10) return setProblem('Ten characters are the least. A few words in a row are easy to keep.');
    setProblem(null);
    onSubmit({ name: String(form.get('name')), email: email ?? String(form.get('email')), password });
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <Field label="Your name" name="name" autoComplete="name" required maxLength={100} />
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={email}
        disabled={email !== undefined}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        maxLength={128}
        hint="At least 10 characters."
        problem={problem}
      />
      {failure}
      <Button type="submit" variant="primary" size="lg" disabled={busy} className="w-full">
        {verb}
      </Button>
    </form>
  );
}
