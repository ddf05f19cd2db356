import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import type { Appointment } from '@/api/types';
import { forgetAll, put, replaceAll } from '@/live/appointments';
import { appointment } from '@/testing';
import { OnePanel } from './OnePanel';

vi.mock('@/api/calls');
vi.mock('@/live/connection', () => ({ useOnline: () => true, onSnapshot: () => () => undefined }));
vi.mock('./Details', () => ({ Details: (props: { appointment: Appointment }) => <p>{props.appointment.title}</p> }));
vi.mock('./Editor', () => ({ default: () => <p>Editor</p> }));

const window = { from: Date.parse('2026-12-01T00:00:00Z'), to: Date.parse('2026-12-08T00:00:00Z') };
const outside = { startTime: '2027-03-01T09:00:00.000Z', endTime: '2027-03-01T09:30:00.000Z' };
const [one, other] = [appointment(), appointment({ title: 'Vaccination' })];
const open = (id: string, edit = false) => <OnePanel key={id} id={id} edit={edit} />;
const asked = () => vi.mocked(calls.getAppointment).mock.calls.map(([id]) => id);

beforeEach(() => {
  vi.resetAllMocks();
  replaceAll([one, other], window);
  vi.mocked(calls.getAppointment).mockRejectedValue(Problem.offline());
});
afterEach(forgetAll);

it('has the server know of each opening, and of no live update', async () => {
  const { rerender, unmount } = render(open(one.id));
  await act(async () => put({ ...one, title: 'Changed', revision: 2 }));
  expect(screen.getByText('Changed')).toBeVisible();
  expect(asked()).toEqual([one.id]);
  rerender(open(other.id));
  expect(asked()).toEqual([one.id, other.id]);
  unmount();
  await act(async () => void render(open(other.id)));
  expect(asked()).toEqual([one.id, other.id, other.id]);
});

it('shows what it has when no answer comes, and never an older one', async () => {
  let answer: () => void = () => undefined;
  vi.mocked(calls.getAppointment).mockImplementation(
    () =>
      new Promise((resolve) => {
        answer = () => {
          // As the real call does with what it was told.
          put({ ...one, title: 'Old' });
          resolve(one);
        };
      }),
  );
  render(open(one.id));
  await act(async () => put({ ...one, title: 'Newer', revision: 2 }));
  await act(async () => answer());
  expect(screen.getByText('Newer')).toBeVisible();
});

it('leaves it to the lock while it is edited', async () => {
  const { rerender } = render(open(one.id, true));
  expect(await screen.findByText('Editor')).toBeVisible();
  expect(asked()).toEqual([]);
  rerender(open(one.id));
  expect(asked()).toEqual([one.id]);
});

it('outside the window, asks once for both', async () => {
  const far = appointment(outside);
  vi.mocked(calls.getAppointment).mockImplementation(async () => {
    put(far);
    return far;
  });
  render(open(far.id));
  expect(await screen.findByText('Check-up')).toBeVisible();
  expect(asked()).toEqual([far.id]);
});
