import { expect, it } from 'vitest';
import { placeRange } from './place-range.ts';

it('places a range on a scale', () => {
  expect(placeRange({ low: 100, likely: 200, high: 300 }, 400)).toEqual({
    left: '25.0%',
    width: '50.0%',
    likely: '50.0%',
  });
});

it('stands within a scale of no length', () => {
  expect(placeRange({ low: 0, likely: 0, high: 0 }, 0)).toEqual({ left: '0.0%', width: '0.0%', likely: '0.0%' });
});
