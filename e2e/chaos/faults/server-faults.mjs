import { setTimeout as sleep } from 'node:timers/promises';

/** Opens the stream of events a browser keeps open for a page of a run. @returns what ends it as a browser that is gone would */
export async function subscribe(api, runId) {
  const input = encodeURIComponent(JSON.stringify({ json: { topics: { runId, fleet: true } } }));
  const gone = new AbortController();
  const seen = { bytes: 0, closed: false };
  const answer = await fetch(`${api.url}/api/trpc/live.events?input=${input}`, {
    headers: { ...api.headers, accept: 'text/event-stream' },
    signal: gone.signal,
  });
  const read = async () => {
    for await (const chunk of answer.body) seen.bytes += chunk.length;
  };
  const reading = read()
    .catch(() => undefined)
    .then(() => {
      seen.closed = true;
    });
  return { seen, leave: () => gone.abort(), reading };
}

/** The reader of the run's events goes away without a word. */
export async function leaveBrowser(subscriber) {
  if (!subscriber) return { hit: false, why: 'nobody was reading' };
  const { seen, leave, reading } = subscriber;
  if (seen.closed) return { hit: false, why: 'the stream was closed already' };
  for (let waited = 0; seen.bytes === 0 && waited < 20; waited += 1) await sleep(1);
  if (seen.bytes === 0) return { hit: false, why: 'nothing had been read' };
  leave();
  await reading;
  return { hit: seen.closed, why: 'the stream is not closed', detail: `${seen.bytes} bytes were read`, lastsMs: 0 };
}
