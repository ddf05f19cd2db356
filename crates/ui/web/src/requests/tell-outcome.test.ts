import i18next from 'i18next';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as navigation from '@/app/navigation';
import { openEditor } from '@/appointment/open-editor';
import { toast } from '@/lib/toast';
import { begin } from '@/session/session';
import { addAsked, recallAsked } from './asked';
import { budi, citra, user } from './fixtures';
import { tellOutcome } from './tell-outcome';

vi.mock('@/app/navigation');
vi.mock('@/lib/toast');

const at = (panel: navigation.Panel | null) => vi.mocked(navigation.placeNow).mockReturnValue({ page: 'calendar', view: 'week', date: '2026-12-01', panel });

/** What may be open besides. */
function openDialogs(...roles: string[]): void {
  for (const role of roles) document.body.appendChild(document.createElement('div')).setAttribute('role', role);
}

function grantControl(): void {
  begin({ ...user(citra), token: 't', expiresAt: '2099-01-01T00:00:00.000Z' });
  recallAsked();
  addAsked({ id: 'a-1', kind: 'control', title: 'Check-up', holder: 'Budi', here: true });
  tellOutcome(i18next.t, { appointment: { id: 'a-1', title: 'Check-up' }, kind: 'control', outcome: { verdict: 'granted', by: budi }, holds: true });
}

beforeEach(() => {
  at(null);
  openEditor.setState(null, true);
});
afterEach(() => {
  vi.clearAllMocks();
  document.body.replaceChildren();
});

it.each<[string, () => void]>([
  ['the calendar', () => undefined],
  ['the details where it was asked for', () => (at({ kind: 'details', id: 'a-1' }), openDialogs('dialog'))],
])('control granted leads on from %s', (_, prepare) => {
  prepare();
  grantControl();
  expect(navigation.editAppointment).toHaveBeenCalledExactlyOnceWith('a-1');
  expect(toast).toHaveBeenCalledWith('Budi handed “Check-up” over to you.', expect.objectContaining({ action: undefined }));
});

it.each<[string, () => unknown]>([
  ['another page', () => vi.mocked(navigation.placeNow).mockReturnValue({ page: 'users' })],
  ['a dialog', () => openDialogs('dialog')],
  ['a question over the details', () => (at({ kind: 'details', id: 'a-1' }), openDialogs('dialog', 'alertdialog'))],
  ['the details of another appointment', () => (at({ kind: 'details', id: 'a-2' }), openDialogs('dialog'))],
  ['another form', () => openEditor.setState({ id: 'a-2', lockId: 'lock-9', dirty: true, save: () => Promise.resolve(true), storeDraft: () => undefined, discard: () => undefined }, true)],
])('leaves who is in %s where they are', (_, prepare) => {
  prepare();
  grantControl();
  expect(navigation.editAppointment).not.toHaveBeenCalled();
  const action = expect.objectContaining({ label: 'Edit' }) as unknown;
  expect(toast).toHaveBeenCalledWith('Budi handed “Check-up” over to you.', expect.objectContaining({ action }));
});
