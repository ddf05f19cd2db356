import i18next from 'i18next';
import { afterEach, describe, expect, it } from 'vitest';
import type { HistoryEntry } from '@/api/types';
import { speak } from '@/i18n';
import { ana, budi } from '@/testing';
import { tell } from './history-words';

const KINDS: HistoryEntry['kind'][] = [
  'created', 'edited', 'cancelled', 'restored', 'erased', 'acquired', 'renewed', 'moved', 'released', 'expired',
  'control_requested', 'control_withdrawn', 'control_approved', 'control_rejected', 'control_settled', 'handed_over', 'control_lapsed',
  'force_release_requested', 'force_release_withdrawn', 'force_release_approved', 'force_release_rejected', 'force_release_settled', 'force_release_lapsed', 'force_released',
];

let seq = 100;
const entry = (kind: HistoryEntry['kind'], more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  seq: seq--,
  kind,
  at: '2026-12-01T09:00:00.000Z',
  actor: { id: ana.id, name: 'Ana' },
  subject: { id: budi.id, name: 'Budi' },
  revision: 1,
  detail: {},
  ...more,
});
const words = (...entries: HistoryEntry[]) => tell(entries, i18next.t).map(({ text }) => text);

afterEach(() => speak('en'));

describe.each(['en', 'id'] as const)('in %s', (language) => {
  it.each(KINDS)('has a sentence for %s', async (kind) => {
    await speak(language);
    const [text] = words(entry(kind));
    expect(text).toMatch(/Ana|Budi/);
    expect(text).not.toMatch(/appointment\.log|\{\{|_/);
  });
});

it('names the fields that were changed, and from what to what', () => {
  const detail = { changed: ['note', 'startTime', 'phone'], startTime: { from: '2026-12-01T09:00:00.000Z', to: '2026-12-01T10:00:00.000Z' }, doctorName: { from: null, to: 'Dr. Sari' }, reason: 'asked' };
  const [told] = tell([entry('edited', { detail })], i18next.t);
  expect(told?.text).toBe('Ana changed Note, Starts, and Phone');
  expect(told?.lines).toEqual(['Starts: Dec 1, 2026, 9:00 AM → Dec 1, 2026, 10:00 AM', 'Doctor: No doctor → Dr. Sari', 'Reason: asked']);
});

it('tells what was done over and over once', () => {
  expect(words(entry('renewed'), entry('renewed'), entry('renewed'), entry('acquired'), entry('renewed'))).toEqual(['Ana kept the lock, 3 times', 'Ana began to edit', 'Ana kept the lock']);
});

it('has words for the system, and for kinds to come', () => {
  expect(words(entry('created', { actor: null }))).toEqual(['The system created the appointment']);
  expect(words(entry('teleported' as HistoryEntry['kind']))).toEqual(['Ana: teleported']);
});
