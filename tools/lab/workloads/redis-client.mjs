// Fills a redis-server with data, then writes to it for ever over one connection: every number is set, read back and
// counted by the server. Arguments: ADDRESS PORT LOG-FILE. Log: one JSON object a line, "summary" four times a second, or "error".
import { appendFileSync } from 'node:fs';
import { createConnection } from 'node:net';

const [address, port, logFile] = process.argv.slice(2);
const periodMs = 50;
const preloadedKeys = 2000;
const counts = { written: 0, errors: 0, reconnects: 0, longestWaitMs: 0 };
/** What INCR must answer next; undefined until the server has told it. */
let expected;

function write(kind, fields) {
  appendFileSync(logFile, `${JSON.stringify({ at: Date.now(), kind, ...fields })}\n`);
}

/** A command in the Redis protocol (RESP2): an array of bulk strings. */
function encode(words) {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

function connect() {
  const socket = createConnection({ host: address, port: Number(port) });
  let established = false;
  let failed = false;
  const waiting = [];
  let rest = '';
  const fail = (reason) => {
    if (failed) return;
    failed = true;
    socket.destroy();
    if (established) {
      counts.errors += 1;
      counts.reconnects += 1;
      write('error', { reason });
    }
    setTimeout(connect, 200);
  };
  const ask = (words) => {
    socket.write(encode(words));
    return new Promise((resolve) => waiting.push(resolve));
  };
  socket.setEncoding('utf8');
  socket.setNoDelay(true);
  socket.on('error', (error) => fail(error.code ?? error.message));
  socket.on('close', () => fail('closed by the server'));
  // Every answer to SET and INCR is one line: "+OK" or ":NUMBER".
  socket.on('data', (text) => {
    const lines = (rest + text).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) waiting.shift()?.(line);
  });
  socket.once('connect', () => {
    established = true;
    preload(ask).then(() => writeForEver(ask, fail));
  });
}

async function preload(ask) {
  const value = 'x'.repeat(1000);
  await Promise.all(Array.from({ length: preloadedKeys }, (_, index) => ask(['SET', `data:${index}`, value])));
}

async function writeForEver(ask, fail) {
  for (;;) {
    const started = Date.now();
    const number = Number((await ask(['INCR', 'counter'])).slice(1));
    if (expected !== undefined && number !== expected) return fail(`INCR answered ${number} instead of ${expected}`);
    const set = await ask(['SET', 'last', String(number)]);
    if (set !== '+OK') return fail(`SET answered ${set}`);
    expected = number + 1;
    counts.written = number;
    counts.longestWaitMs = Math.max(counts.longestWaitMs, Date.now() - started);
    await new Promise((resolve) => setTimeout(resolve, periodMs));
  }
}

connect();
setInterval(() => write('summary', counts), 250);
