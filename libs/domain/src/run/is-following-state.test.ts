import { expect, it } from 'vitest';
import { isFollowingState } from './is-following-state.ts';

it('follows over states between', () => {
  expect(isFollowingState('source', 'opened', 'gone')).toBe(true);
});

it('never leads from committed to given back, nor the other way', () => {
  expect(isFollowingState('source', 'committed', 'given-back')).toBe(false);
  expect(isFollowingState('source', 'aborted', 'committed')).toBe(false);
});

it('lets a copy be built again after it failed', () => {
  expect(isFollowingState('destination', 'failed', 'held')).toBe(true);
});

it('knows no states of the other side', () => {
  expect(isFollowingState('source', 'opened', 'released')).toBe(false);
  expect(isFollowingState('source', 'nonsense', 'gone')).toBe(false);
});
