import { beforeEach, expect, test, vi } from 'vitest';
import { ana, budi } from '@/testing';
import { beforeSignOut, begin, end, sessionStore, signOut } from './session';

const answer = { ...ana, token: 'one', expiresAt: '2026-12-01T12:00:00.000Z' };

beforeEach(() => begin(answer));

test('an end that was not asked for leads back to where one was', () => {
  end({ by: 'expiry' });
  expect(sessionStore.getState()).toMatchObject({ session: null, ended: true });
  expect(localStorage.getItem('session')).toBeNull();
});

test('a tab that slept through a new token takes that, and ends nothing', () => {
  const other = { user: ana, token: 'two', expiresAt: answer.expiresAt, got: 1 };
  localStorage.setItem('session', JSON.stringify(other));
  end({ by: 'expiry' });
  expect(sessionStore.getState().session).toEqual(other);
});

test('what is held is given back before the token dies, and the place is nobody’s', async () => {
  const order: string[] = [];
  const forget = beforeSignOut(async () => void order.push('release'));
  await signOut(async () => order.push('logout'));
  forget();
  expect(order).toEqual(['release', 'logout']);
  expect(sessionStore.getState()).toMatchObject({ session: null, ended: false, placeOf: '' });
});

test('a farewell that hangs keeps nobody', async () => {
  vi.useFakeTimers();
  const forget = beforeSignOut(() => new Promise(() => {}));
  const done = signOut(async () => undefined);
  await vi.advanceTimersByTimeAsync(7000);
  await done;
  forget();
  vi.useRealTimers();
  expect(sessionStore.getState().session).toBeNull();
});

test('another tab’s sign-in counts here', () => {
  const theirs = { user: budi, token: 'theirs', expiresAt: answer.expiresAt, got: 1 };
  localStorage.setItem('session', JSON.stringify(theirs));
  dispatchEvent(new StorageEvent('storage', { key: 'session' }));
  expect(sessionStore.getState().session).toEqual(theirs);
  localStorage.removeItem('session');
  dispatchEvent(new StorageEvent('storage', { key: 'session' }));
  expect(sessionStore.getState()).toMatchObject({ session: null, ended: true });
});
