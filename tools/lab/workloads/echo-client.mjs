// Watches an echo server as its most demanding client would: one standing connection with numbered traffic all the
// time, and a new connection every second. A connection that was established and then fails, or an echo that is not what
// was sent, is an error. A new connection that has to be tried again is only counted as delayed.
// Arguments: ADDRESS PORT LOG-FILE. Log: one JSON object a line, kind "summary" (four a second), "error" or "delayed".
import { appendFileSync } from 'node:fs';
import { createConnection } from 'node:net';

const [address, port, logFile] = process.argv.slice(2);
const periodMs = 50;
const freshPeriodMs = 1000;
const freshDeadlineMs = 60_000;
const counts = { sent: 0, echoed: 0, fresh: 0, freshEchoed: 0, delayed: 0, errors: 0, reconnects: 0, longestWaitMs: 0 };

function write(kind, fields) {
  appendFileSync(logFile, `${JSON.stringify({ at: Date.now(), kind, ...fields })}\n`);
}

function reportError(connection, reason) {
  counts.errors += 1;
  write('error', { connection, reason });
}

/** Connects, trying again while nothing is established. */
function connectPatiently(onConnect, startedAt = Date.now()) {
  const socket = createConnection({ host: address, port: Number(port) });
  const retry = (error) => {
    socket.destroy();
    counts.delayed += 1;
    write('delayed', { reason: error.code ?? error.message });
    if (Date.now() - startedAt < freshDeadlineMs) setTimeout(connectPatiently, 200, onConnect, startedAt);
    else reportError('fresh', `no connection within ${freshDeadlineMs} ms`);
  };
  socket.once('error', retry);
  socket.once('connect', () => {
    socket.off('error', retry);
    socket.setNoDelay(true);
    onConnect(socket);
  });
}

/** The standing connection: one number under way at a time. */
function stand(socket) {
  let ended = false;
  let number = 0;
  let sentAt = 0;
  let received = '';
  const fail = (reason) => {
    if (ended) return;
    ended = true;
    socket.destroy();
    reportError('standing', reason);
    counts.reconnects += 1;
    setTimeout(connectPatiently, 200, stand);
  };
  const send = () => {
    if (ended) return;
    number += 1;
    sentAt = Date.now();
    counts.sent += 1;
    socket.write(`${number}\n`);
  };
  socket.setEncoding('utf8');
  socket.on('error', (error) => fail(error.code ?? error.message));
  socket.on('close', () => fail('closed by the server'));
  socket.on('data', (text) => {
    received += text;
    if (!received.endsWith('\n')) return;
    if (received !== `${number}\n`) return fail(`sent ${number}, got ${JSON.stringify(received)}`);
    received = '';
    counts.echoed += 1;
    counts.longestWaitMs = Math.max(counts.longestWaitMs, Date.now() - sentAt);
    setTimeout(send, periodMs);
  });
  send();
}

/** A new connection: connect, one exchange, close. */
function visit(socket) {
  let echoed = false;
  const word = `fresh ${counts.fresh}\n`;
  socket.setEncoding('utf8');
  socket.on('error', (error) => reportError('fresh', error.code ?? error.message));
  socket.on('close', () => echoed || reportError('fresh', 'closed without an answer'));
  socket.on('data', (text) => {
    echoed = text === word;
    if (echoed) counts.freshEchoed += 1;
    else reportError('fresh', `sent ${JSON.stringify(word)}, got ${JSON.stringify(text)}`);
    socket.end();
  });
  counts.fresh += 1;
  socket.write(word);
}

connectPatiently(stand);
setInterval(() => connectPatiently(visit), freshPeriodMs);
setInterval(() => write('summary', counts), 250);
