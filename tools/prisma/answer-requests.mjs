import readline from 'node:readline';

/** Prisma's own code for "look into the data field". */
const seeData = 4466;

/**
 * Answers JSON-RPC lines on stdin one after the other, until stdin ends.
 *
 * @param {() => Promise<Record<string, Function>>} getEngine made at the first request
 */
export async function answerRequests(getEngine) {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const request = parseRequest(line);
    if (request) await answer(request, getEngine);
  }
}

function parseRequest(line) {
  try {
    const request = JSON.parse(line);
    return request.method ? request : undefined;
  } catch {
    return undefined;
  }
}

async function answer({ id, method, params }, getEngine) {
  try {
    const result = await call(await getEngine(), method, params);
    // The native engine prints a diff itself; Prisma waits for that, not for the result.
    if (method === 'diff' && result?.stdout != null)
      write({ id: 1e6, method: 'print', params: { content: result.stdout } });
    write({ id, result: result ?? {} });
  } catch (error) {
    write({ id, error: { code: seeData, message: 'See the data field.', data: describe(error) } });
  }
}

function call(engine, method, params) {
  if (method === 'getDatabaseVersion') return engine.version(null);
  if (typeof engine[method] !== 'function') throw new Error(`This schema engine has no method ${method}.`);
  return engine[method](params ?? {});
}

function describe(error) {
  const data = { is_panic: false, message: error.message, meta: {} };
  if (/^P\d+/.test(error.code ?? '')) data.error_code = error.code;
  try {
    return { ...data, ...JSON.parse(error.message) };
  } catch {
    return data;
  }
}

const write = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
