import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { begin } from '@/session/session';
import { ana, appointment, budi, lockOf } from '@/testing';
import { drop, expireLocks, forgetAll, getAppointmentNow, isInWindow, keep, onGone, put, replaceAll, useAppointment, useHeldByMe, usePlacements } from './appointments';

const day = { from: Date.parse('2026-12-01T00:00:00Z'), to: Date.parse('2026-12-02T00:00:00Z') };
const later = { startTime: '2026-12-05T09:00:00.000Z', endTime: '2026-12-05T09:30:00.000Z' };

beforeEach(() => {
  forgetAll();
  begin({ ...ana, token: 'token', expiresAt: '2026-12-01T12:00:00.000Z' });
});

test('revisions sort out what crossed', () => {
  const one = appointment({ revision: 3, title: 'New' });
  replaceAll([one], day);
  put({ ...one, revision: 2, title: 'Old' });
  expect(getAppointmentNow(one.id)?.title).toBe('New');
  put({ ...one, revision: 4, title: 'Newer' });
  expect(getAppointmentNow(one.id)?.title).toBe('Newer');
  drop(one.id, 3);
  expect(getAppointmentNow(one.id)).toBeDefined();
  drop(one.id, 5);
  put({ ...one, revision: 4 });
  expect(getAppointmentNow(one.id)).toBeUndefined();
  put({ ...one, revision: 6 });
  expect(getAppointmentNow(one.id)).toBeDefined();
});

test('what leaves the window goes, unless it is kept', () => {
  const one = appointment();
  replaceAll([one], day);
  const letGo = keep(one.id);
  put({ ...one, ...later, revision: 2 });
  expect(getAppointmentNow(one.id)?.startTime).toBe(later.startTime);
  letGo();
  expect(getAppointmentNow(one.id)).toBeUndefined();
});

test('a snapshot replaces all, keeps the identity of what is the same, and takes lower revisions', () => {
  const [same, changed, gone] = [appointment(), appointment({ revision: 9 }), appointment()];
  replaceAll([same, changed, gone], day);
  replaceAll([{ ...same }, { ...changed, revision: 2, title: 'Restored' }], day);
  expect(getAppointmentNow(same.id)).toBe(same);
  expect(getAppointmentNow(changed.id)?.title).toBe('Restored');
  expect(getAppointmentNow(gone.id)).toBeUndefined();
});

test('kept, of the window, and not in its snapshot: it has to be asked for', () => {
  const [one, other] = [appointment(), appointment()];
  replaceAll([one, other], day);
  keep(one.id);
  const heard = vi.fn();
  onGone(one.id, heard);
  expect(replaceAll([], day)).toEqual([one.id]);
  expect(getAppointmentNow(one.id)).toBe(one);
  put({ ...one, ...later, revision: 2 });
  expect(isInWindow(one.id)).toBe(false);
  expect(heard).not.toHaveBeenCalled();
  drop(one.id);
  expect(heard).toHaveBeenCalledOnce();
});

test('one change tells the listeners of one, and the layout only when a time or a doctor changed', () => {
  const [one, other] = [appointment(), appointment()];
  replaceAll([one, other], day);
  const renders = { one: 0, other: 0, layout: 0 };
  renderHook(() => (renders.one++, useAppointment(one.id)));
  renderHook(() => (renders.other++, useAppointment(other.id)));
  renderHook(() => (renders.layout++, usePlacements()));
  act(() => put({ ...one, revision: 2, title: 'Changed', appointmentLock: lockOf(budi) }));
  expect(renders).toEqual({ one: 2, other: 1, layout: 1 });
  act(() => put({ ...one, revision: 3, endTime: '2026-12-01T10:00:00.000Z' }));
  expect(renders).toEqual({ one: 3, other: 1, layout: 2 });
});

test('what one holds oneself is known, until its time is up', () => {
  const mine = appointment({ appointmentLock: lockOf(ana, { expiresAt: new Date(Date.now() + 1000).toISOString() }) });
  const theirs = appointment({ appointmentLock: lockOf(budi) });
  replaceAll([mine, theirs], day);
  const { result } = renderHook(useHeldByMe);
  expect(result.current).toEqual([mine]);
  vi.useFakeTimers({ now: Date.now() + 2000 });
  act(expireLocks);
  vi.useRealTimers();
  expect(result.current).toEqual([]);
  expect(getAppointmentNow(theirs.id)?.appointmentLock).not.toBeNull();
  // The clock was wrong: the server still shows it, at the same revision.
  act(() => put({ ...mine }));
  expect(result.current).toHaveLength(1);
});
