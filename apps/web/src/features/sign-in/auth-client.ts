/** Why nobody was signed in, in words for the form. */
export type SignInResult = { signedIn: true } | { signedIn: false; problem: string };

const problems: Record<number, string> = {
  401: 'E-mail or password is not right.',
  403: 'This address is not the one the portal was set up for. Open it at its public address and sign in there.',
  429: 'Too many tries. Wait a minute, then try again.',
};

const post = (path: string, body: unknown) =>
  fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Signs in with e-mail and password; the session is a cookie that scripts cannot read. */
export const signIn = async (email: string, password: string): Promise<SignInResult> => {
  try {
    const answer = await post('sign-in/email', { email, password });
    if (answer.ok) return { signedIn: true };
    return { signedIn: false, problem: problems[answer.status] ?? `The portal answered ${answer.status}. Try again.` };
  } catch {
    return { signedIn: false, problem: 'The portal does not answer. Check the connection, then try again.' };
  }
};

/** Ends the session. */
export const signOut = async (): Promise<void> => {
  await post('sign-out', {}).catch(() => undefined);
};
