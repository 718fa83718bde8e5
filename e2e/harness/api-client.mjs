/**
 * A script's way into the portal: tRPC over HTTP with an API token or a session cookie.
 *
 * @param {string} url address of the portal
 * @param {Record<string, string>} headers
 */
export function createApiClient(url, headers) {
  return {
    url,
    headers,
    query: (name, input = {}) =>
      call(`${url}/api/trpc/${name}?input=${encodeURIComponent(encode(input))}`, { headers }),
    mutate: (name, input = {}) =>
      call(`${url}/api/trpc/${name}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: encode(input),
      }),
  };
}

/** Signs in with a password. @returns {Promise<Record<string, string>>} headers that carry the session */
export async function signIn(url, { email, password }) {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(url).origin },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`Signing in failed with status ${answer.status}: ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return { cookie: cookies.join('; '), origin: new URL(url).origin };
}

// superjson leaves what JSON can say under "json".
function encode(input) {
  return JSON.stringify({ json: input });
}

async function call(url, init) {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
  const body = await answer.json();
  if (answer.ok) return body.result.data.json;
  const error = body.error?.json ?? body.error;
  const report = error?.data?.godwit;
  throw Object.assign(new Error(report?.message ?? error?.message ?? `status ${answer.status}`), {
    code: report?.code ?? error?.data?.code,
    remedy: report?.remedy,
  });
}
