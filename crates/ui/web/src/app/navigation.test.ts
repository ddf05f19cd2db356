import { beforeEach, expect, test } from 'vitest';
import { closePanel, createAppointmentAt, editAppointment, openAppointment, placeNow, placeOf, showAudit, showPage, showView } from './navigation';

const id = '0190a000-0000-7000-9000-000000000001';

beforeEach(() => {
  location.hash = '';
});

test.each([
  ['/week/2026-12-01', { page: 'calendar', view: 'week', date: '2026-12-01', panel: null }],
  [`/day/2026-12-01/appointment/${id}`, { page: 'calendar', view: 'day', date: '2026-12-01', panel: { kind: 'details', id } }],
  [`/month/2026-12-01/appointment/${id}/edit`, { page: 'calendar', view: 'month', date: '2026-12-01', panel: { kind: 'edit', id } }],
  ['/agenda/2026-12-01/new?start=5&end=9&doctor=Dr.%20Sari', { page: 'calendar', view: 'agenda', date: '2026-12-01', panel: { kind: 'new', start: 5, end: 9, doctor: 'Dr. Sari' } }],
  ['/week/2026-12-01/new', { page: 'calendar', view: 'week', date: '2026-12-01', panel: { kind: 'new', start: undefined, end: undefined, doctor: undefined } }],
  ['/users', { page: 'users' }],
  ['/audit', { page: 'audit', filter: {} }],
  [`/audit?appointment=${id}&from=2026-11-20`, { page: 'audit', filter: { appointment: id, from: '2026-11-20' } }],
  ['/audit?appointment=mine&user=%27&from=yesterday&to=', { page: 'audit', filter: {} }],
  ['/setup/abc_-9', { page: 'setup', token: 'abc_-9' }],
  ['/password/abc', { page: 'password', token: 'abc' }],
  ['/nothing', { page: 'unknown' }],
])('%s', (address, place) => {
  expect(placeOf(address)).toEqual(place);
});

test.each(['/week/2026-02-31', '/week/now', '/week'])('%s is today’s', (address) => {
  expect(placeOf(address)).toMatchObject({ page: 'calendar', view: 'week', date: Temporal.Now.plainDateISO('UTC').toString() });
});

test('what is opened lies over the calendar where one is, and closing leads back to it', () => {
  showView('month', '2026-12-01');
  openAppointment(id);
  expect(placeNow()).toEqual({ page: 'calendar', view: 'month', date: '2026-12-01', panel: { kind: 'details', id } });
  editAppointment(id);
  expect(placeNow()).toMatchObject({ panel: { kind: 'edit', id } });
  closePanel();
  createAppointmentAt({ start: 5, end: 9 });
  expect(placeNow()).toMatchObject({ view: 'month', panel: { kind: 'new', start: 5, end: 9 } });
});

test('from a page one comes back to the day one looked at', () => {
  showView('day', '2027-01-15');
  showPage('users');
  showPage('calendar');
  expect(placeNow()).toMatchObject({ view: 'day', date: '2027-01-15' });
});

test('what is looked for in the access log is part of its address, and does not fill the history', () => {
  showView('day', '2027-01-15');
  showAudit({ appointment: id });
  expect(location.hash).toBe(`#/audit?appointment=${id}`);
  const before = history.length;
  showAudit({ appointment: id, from: '2026-11-20', to: '' }, { replace: true });
  expect(history.length).toBe(before);
  expect(placeNow()).toMatchObject({ page: 'audit', filter: { appointment: id, from: '2026-11-20', to: undefined } });
  showPage('audit');
  expect(placeNow()).toEqual({ page: 'audit', filter: {} });
  showPage('calendar');
  expect(placeNow()).toMatchObject({ view: 'day', date: '2027-01-15' });
});

test('an address that nobody can read is no page, and breaks nothing', () => {
  expect(placeOf('/week/%E0%A4%A')).toMatchObject({ page: 'calendar', view: 'week' });
  expect(placeOf('/%E0%A4%A')).toEqual({ page: 'unknown' });
});

test('going back does not open again what was closed', () => {
  showView('week', '2026-12-01');
  openAppointment(id);
  editAppointment(id);
  const before = history.length;
  closePanel();
  expect(history.length).toBe(before);
});
