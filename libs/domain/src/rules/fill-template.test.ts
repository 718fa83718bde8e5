import { expect, it } from 'vitest';
import { fillTemplate } from './fill-template.ts';

it('fills in what the evidence names, once, and keeps what it does not', () => {
  expect(fillTemplate('{pid} uses {path} and {other}', { pid: '7', path: '{pid}' })).toBe('7 uses {pid} and {other}');
});
