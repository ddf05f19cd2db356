import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { createAppointmentAt, showPage } from '@/app/navigation';
import { begin } from '@/session/session';
import { ana, appointment, budi } from '@/testing';
import { type Draft, getDraft, NEW, storeDraft } from './drafts';
import { toForm, written } from './fields';
import { Gone } from './Gone';

vi.mock('@/app/navigation');

const subject = appointment();
const draft = (id: string, title: string): Draft => ({ id, version: null, base: null, values: { ...toForm(written(subject)), title }, at: 1 });
const click = (name: string) => userEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  vi.resetAllMocks();
  begin({ ...ana, token: 't', expiresAt: '2099-01-01T00:00:00.000Z' });
  storeDraft(ana.id, draft(subject.id, 'Mine'));
});

it('takes what was typed into a new appointment', async () => {
  render(<Gone id={subject.id} appointment={subject} />);
  await click('Use it for a new appointment');
  expect(createAppointmentAt).toHaveBeenCalled();
  expect(getDraft(ana.id, NEW)?.values.title).toBe('Mine');
});

it('asks before it takes the place of another that waits', async () => {
  storeDraft(ana.id, draft(NEW, 'Waiting'));
  render(<Gone id={subject.id} appointment={subject} />);
  await click('Use it for a new appointment');
  expect(await screen.findByText(/^“Waiting” was begun/)).toBeVisible();
  expect(getDraft(ana.id, NEW)?.values.title).toBe('Waiting');
  await click('Back');
  expect(createAppointmentAt).not.toHaveBeenCalled();
  await click('Use it for a new appointment');
  await click('Discard it and use this');
  expect(getDraft(ana.id, NEW)?.values.title).toBe('Mine');
  expect(getDraft(ana.id, subject.id)).toBeNull();
});

it('leads administrators to where it can be restored', async () => {
  render(<Gone id={subject.id} appointment={undefined} />);
  await click('Cancelled appointments');
  expect(showPage).toHaveBeenCalledWith('cancelled');
});

it('leads others nowhere', () => {
  begin({ ...budi, token: 't', expiresAt: '2099-01-01T00:00:00.000Z' });
  render(<Gone id={subject.id} appointment={undefined} />);
  expect(screen.queryByRole('button', { name: 'Cancelled appointments' })).not.toBeInTheDocument();
});
