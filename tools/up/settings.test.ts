import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.mjs';

describe('settings of up', () => {
  it('has a default for everything', () => {
    expect(readSettings([], {}, true)).toEqual({
      lab: true,
      port: 4747,
      agentPort: 4748,
      listen: '127.0.0.1',
      publicUrl: 'http://localhost:4747',
      stateDir: '/var/lib/godwit',
      databaseUrl: undefined,
      labSet: 0,
      agentListen: undefined,
    });
  });

  it('takes what it is told', () => {
    const env = {
      PORT: '5000',
      GODWIT_LISTEN: '0.0.0.0',
      GODWIT_PUBLIC_URL: 'https://portal',
      GODWIT_STATE_DIR: '/srv/godwit',
    };
    const settings = readSettings(['--no-lab'], env, false);
    expect(settings).toMatchObject({ lab: false, port: 5000, agentPort: 5001, listen: '0.0.0.0' });
    expect(settings).toMatchObject({ publicUrl: 'https://portal', stateDir: '/srv/godwit' });
  });

  it('keeps its state in the home of an ordinary user', () => {
    expect(readSettings([], {}, false).stateDir).toMatch(/\/\.local\/state\/godwit$/);
  });

  it.each(['abc', '0', '70000', '4747.5'])('refuses PORT=%s', (port) => {
    expect(() => readSettings([], { PORT: port }, true)).toThrow(`PORT=${port} is not a port`);
  });

  it('refuses an option it does not know', () => {
    expect(() => readSettings(['--labs'], {}, true)).toThrow('--labs');
  });
});
