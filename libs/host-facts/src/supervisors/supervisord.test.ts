import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findOverrideFile } from './supervisord-config.ts';
import { callSupervisord } from './supervisord-control.ts';
import { encodeCall, parseAnswer, XmlRpcFault } from './xml-rpc.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'godwit-sup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const answer = (value: string) =>
  `<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n${value}\n</param>\n</params>\n</methodResponse>\n`;

describe('XML-RPC', () => {
  it('carries texts, truths, lists and structs', () => {
    expect(encodeCall('a.b', ['x<y&z', true, [{ methodName: 'c', params: [1] }]])).toBe(
      '<?xml version="1.0"?><methodCall><methodName>a.b</methodName><params><param><value><string>x&lt;y&amp;z</string></value></param>' +
        '<param><value><boolean>1</boolean></value></param><param><value><array><data><value><struct><member><name>methodName</name>' +
        '<value><string>c</string></value></member><member><name>params</name><value><array><data><value><int>1</int></value></data></array></value>' +
        '</member></struct></value></data></array></value></param></params></methodCall>',
    );
  });

  it('is read as supervisord writes it', () => {
    const struct = `<value><array><data>\n<value><struct>\n<member>\n<name>name</name>\n<value><string>a &amp; b</string></value>\n</member>\n<member>\n<name>pid</name>\n<value><int>7</int></value>\n</member>\n<member>\n<name>log</name>\n<value><string></string></value>\n</member>\n</struct></value>\n</data></array></value>`;
    expect(parseAnswer(answer(struct))).toEqual([{ name: 'a & b', pid: 7, log: '' }]);
    expect(parseAnswer(answer('<value><boolean>1</boolean></value>'))).toBe(true);
    expect(parseAnswer(answer('<value>bare</value>'))).toBe('bare');
  });

  it('tells a refusal from something else', () => {
    const fault = `<methodResponse><fault><value><struct><member><name>faultString</name><value><string>NOT_RUNNING: app</string></value></member></struct></value></fault></methodResponse>`;
    expect(() => parseAnswer(fault)).toThrow(XmlRpcFault);
    expect(() => parseAnswer(fault)).toThrow(/NOT_RUNNING/);
    expect(() => parseAnswer('<html>no</html>')).toThrow(/no XML-RPC answer/);
  });
});

it('a control socket that wants a password is said to', async () => {
  const socket = path.join(folder, 's.sock');
  const server = createServer((_request, response) => response.writeHead(401).end()).listen(socket);
  try {
    await expect.poll(() => server.listening).toBe(true);
    await expect(callSupervisord(socket, 'supervisor.getState')).rejects.toThrow(/wants a password/);
  } finally {
    server.close();
  }
});

describe('the file that keeps a program from starting', () => {
  const configuration = (text: string): string[] => {
    writeFileSync(path.join(folder, 'main.conf'), text);
    return ['/usr/bin/python3', '/usr/bin/supervisord', '-c', path.join(folder, 'main.conf')];
  };

  it('lies in the last directory that is included', () => {
    for (const name of ['one', 'two']) mkdirSync(path.join(folder, name));
    const argv = configuration(
      `[supervisord]\nfiles = /nowhere/*.conf\n[include]\nfiles = one/*.conf %(here)s/two/*.ini ; both\n`,
    );
    expect(findOverrideFile(argv, 'app')).toBe(path.join(folder, 'two/zz-godwit-moved-app.ini'));
    expect(
      findOverrideFile(['supervisord', `--configuration=${path.join(folder, 'main.conf')}`], 'app'),
    ).not.toBeNull();
  });

  it.each([
    ['nothing is included', '[program:app]\ncommand=x\n'],
    ['only one file is', '[include]\nfiles = one.conf\n'],
    ['the directory is not there', '[include]\nfiles = gone/*.conf\n'],
  ])('is none where %s', (_what, text) => {
    expect(findOverrideFile(configuration(text), 'app')).toBeNull();
  });

  it('is none for a name that is no file name', () => {
    mkdirSync(path.join(folder, 'one'));
    expect(findOverrideFile(configuration('[include]\nfiles = one/*.conf\n'), '../app')).toBeNull();
  });
});
