/**
 * Follows the live events of a run as a browser does (server-sent events of a tRPC subscription).
 *
 * @param {{ url: string, headers: Record<string, string> }} api
 * @param {{ runId: string }} topics
 * @param {(event: object, at: number) => void} onEvent called with the time of arrival in milliseconds of the epoch
 * @returns {{ end: () => Promise<void> }}
 */
export function subscribe(api, topics, onEvent) {
  const stop = new AbortController();
  const input = encodeURIComponent(JSON.stringify({ json: { topics } }));
  const reading = read(`${api.url}/api/trpc/live.events?input=${input}`, api.headers, stop.signal, onEvent);
  return {
    async end() {
      stop.abort();
      await reading;
    },
  };
}

async function read(url, headers, signal, onEvent) {
  try {
    const answer = await fetch(url, { headers: { ...headers, accept: 'text/event-stream' }, signal });
    if (!answer.ok)
      throw new Error(`The subscription was refused with status ${answer.status}: ${await answer.text()}`);
    let rest = '';
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + chunk).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) take(part, onEvent);
    }
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  }
}

function take(part, onEvent) {
  const data = part
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trim())
    .join('\n');
  if (!data) return;
  const message = JSON.parse(data);
  onEvent(message.json ?? message, Date.now());
}
