import { beforeEach, expect, it } from 'vitest';
import { begin } from '@/session/session';
import { addAsked, isAsked, recallAsked, settleAsked, type Asked } from './asked';
import { ana, citra, user } from './fixtures';

const asked: Asked = { id: 'a-1', kind: 'control', title: 'Check-up', holder: 'Budi', here: true };
const signIn = (person: typeof citra) => begin({ ...user(person), token: 't', expiresAt: '2099-01-01T00:00:00.000Z' });

beforeEach(() => {
  signIn(citra);
  recallAsked();
});

it('tells each outcome once', () => {
  addAsked(asked);
  expect(settleAsked('a-1', 'control')).toEqual(asked);
  expect(settleAsked('a-1', 'control')).toBeUndefined();
});

it('tells the other kind, and what was asked in another tab, by itself', () => {
  addAsked(asked);
  expect(settleAsked('a-1', 'release')).toBeNull();
  expect(settleAsked('a-1', 'release')).toBeUndefined();
  expect(isAsked('a-1', 'control')).toBe(true);
});

it('waits again after another request', () => {
  addAsked(asked);
  settleAsked('a-1', 'control');
  addAsked(asked);
  expect(settleAsked('a-1', 'control')).toEqual(asked);
});

it('survives a reload', () => {
  addAsked(asked);
  recallAsked();
  expect(settleAsked('a-1', 'control')).toEqual(asked);
  recallAsked();
  expect(isAsked('a-1', 'control')).toBe(false);
});

it('is nobody else’s', () => {
  addAsked(asked);
  signIn(ana);
  expect(isAsked('a-1', 'control')).toBe(false);
});
