import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appointment } from '@/testing';
import { type Draft, draftWriter, dropDraft, getDraft, listDrafts, NEW, onDrafts, storeDraft, wipeDraftsOfOthers } from './drafts';
import { toForm, written } from './fields';

const base = written(appointment());
const draft = (id: string, title: string, at = 1): Draft => ({ id, version: 3, base, values: { ...toForm(base), title }, at });

it('keeps a draft of each appointment, with what it began with', () => {
  storeDraft('ana', draft('a', 'One'));
  storeDraft('ana', draft('b', 'Two', 2));
  expect(getDraft('ana', 'a')).toEqual(draft('a', 'One'));
  expect(listDrafts('ana').map(({ id }) => id)).toEqual(['b', 'a']);
  dropDraft('ana', 'b');
  expect(listDrafts('ana').map(({ id }) => id)).toEqual(['a']);
});

it('shows nobody the drafts of others, and wipes them when somebody else signs in', () => {
  storeDraft('ana', draft('a', 'One'));
  storeDraft('budi', draft(NEW, 'Two'));
  expect(getDraft('budi', 'a')).toBeNull();
  wipeDraftsOfOthers('budi');
  expect(getDraft('ana', 'a')).toBeNull();
  expect(listDrafts('ana')).toEqual([]);
  expect(getDraft('budi', NEW)?.values.title).toBe('Two');
});

it('passes over what cannot be read', () => {
  sessionStorage.setItem('draft:ana:a', '{"id":');
  sessionStorage.setItem('draft:ana:b', '7');
  expect(getDraft('ana', 'a')).toBeNull();
  wipeDraftsOfOthers('nobody');
});

it('tells listeners, and gives the same list until something changes', () => {
  const listener = vi.fn();
  const stop = onDrafts(listener);
  storeDraft('ana', draft('a', 'One'));
  expect(listener).toHaveBeenCalledTimes(1);
  expect(listDrafts('ana')).toBe(listDrafts('ana'));
  dropDraft('ana', 'unknown');
  stop();
  storeDraft('ana', draft('a', 'Two'));
  expect(listener).toHaveBeenCalledTimes(1);
});

describe('writing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is done within 300 ms however fast one types', () => {
    const writer = draftWriter('ana');
    for (let key = 0; key < 10; key++) {
      writer.write(draft('a', `Key ${key}`));
      vi.advanceTimersByTime(50);
    }
    expect(getDraft('ana', 'a')?.values.title).toMatch(/Key [4-9]/);
    vi.advanceTimersByTime(300);
    expect(getDraft('ana', 'a')?.values.title).toBe('Key 9');
  });

  it('is done at once when the page goes', () => {
    const writer = draftWriter('ana');
    writer.write(draft('a', 'Last words'));
    writer.flush();
    expect(getDraft('ana', 'a')?.values.title).toBe('Last words');
  });

  it('leaves nothing of what was saved, waiting or stored', () => {
    const writer = draftWriter('ana');
    writer.write(draft('a', 'One'));
    writer.flush();
    writer.write(draft('a', 'Two'));
    writer.discard('a');
    vi.advanceTimersByTime(1000);
    expect(getDraft('ana', 'a')).toBeNull();
  });
});
