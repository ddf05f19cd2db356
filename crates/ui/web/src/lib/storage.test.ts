import { expect, test, vi } from 'vitest';
import { local, tab } from './storage';

test('the browser keeps it', () => {
  local.set('key', 'value');
  expect(localStorage.getItem('key')).toBe('value');
  expect(local.get('key')).toBe('value');
  local.remove('key');
  expect(local.get('key')).toBeNull();
});

test('where it keeps nothing more, the page does', () => {
  tab.set('a', 'old');
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  tab.set('a', 'new');
  tab.set('b', 'too');
  expect([tab.get('a'), tab.get('b')]).toEqual(['new', 'too']);
  expect(tab.keys().sort()).toEqual(['a', 'b']);
  tab.remove('b');
  expect(tab.get('b')).toBeNull();
});

test('where it is blocked, nothing breaks', () => {
  vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError');
  });
  expect(local.get('x')).toBeNull();
  local.set('x', '1');
  expect(local.get('x')).toBe('1');
  local.remove('x');
  expect(local.keys()).toEqual([]);
  vi.restoreAllMocks();
});
