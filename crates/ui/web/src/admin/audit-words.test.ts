import i18next from 'i18next';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEvent } from '@/api/types';
import { speak } from '@/i18n';
import { prepareTime } from '@/lib/time';
import { auditText } from './audit-words';
import { auditOf } from './fixtures';

const KINDS: AuditEvent['kind'][] = [
  'appointment_read', 'appointment_listed', 'calendar_watched', 'patient_exported', 'patient_erased',
  'signed_in', 'sign_in_failed', 'signed_out', 'user_created', 'user_changed', 'user_deleted', 'password_link_made',
  'audit_read',
];

const subject = { id: 'citra', name: 'Citra' };
const words = (kind: AuditEvent['kind'], change: Partial<AuditEvent> = {}) => auditText(auditOf(kind, { subject, ...change }), i18next.t);

beforeEach(() => prepareTime('Asia/Jakarta'));
afterEach(async () => {
  await prepareTime('UTC');
  await speak('en');
});

describe.each(['en', 'id'] as const)('in %s', (language) => {
  it.each(KINDS)('has a sentence for %s', async (kind) => {
    await speak(language);
    const text = words(kind);
    expect(text).toMatch(/Budi|Citra/);
    expect(text).not.toMatch(/admin\.audit|\{\{|_/);
  });
});

it('names what was changed of a user, oneself or another', () => {
  expect(words('user_changed', { changed: ['name', 'isAdmin'] })).toBe('Budi changed the user Citra: name and administration');
  const { actor } = auditOf('user_changed');
  expect(words('user_changed', { changed: ['password'], subject: actor })).toBe('Budi changed their own account: password');
});

it('tells the days that were watched, as the clinic counts them', () => {
  const window = { from: '2026-11-29T17:00:00.000Z', to: '2026-12-06T17:00:00.000Z' };
  expect(words('calendar_watched', { window })).toMatch(/^Budi watched the calendar of Nov 30\s–\sDec 6, 2026$/);
});

it('tells the times where they are not whole days', () => {
  const window = { from: '2026-12-01T02:00:00.000Z', to: '2026-12-01T03:00:00.000Z' };
  expect(words('calendar_watched', { window }).replaceAll('\u202f', ' ')).toBe('Budi watched the calendar of Dec 1, 2026, 9:00 AM – Dec 1, 2026, 10:00 AM');
});

it('has words for those without an account, and for kinds to come', () => {
  expect(words('user_created', { actor: null })).toBe('Somebody without an account added Citra as a user');
  expect(words('teleported' as AuditEvent['kind'])).toBe('Budi: teleported');
});
