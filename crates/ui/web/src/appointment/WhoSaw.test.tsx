import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { User } from '@/api/types';
import { placeNow, showView } from '@/app/navigation';
import { begin } from '@/session/session';
import { ana, appointment, budi } from '@/testing';
import { WhoSaw } from './WhoSaw';

const { id } = appointment();

function showTo(user: User) {
  begin({ ...user, token: 't', expiresAt: '2099-01-01T00:00:00.000Z' });
  render(<WhoSaw id={id} />);
}

it('leads administrators to what the access log has of the appointment', async () => {
  showView('week', '2026-12-01');
  showTo(ana);
  await userEvent.click(screen.getByRole('button', { name: 'Who saw this?' }));
  expect(placeNow()).toMatchObject({ page: 'audit', filter: { appointment: id } });
});

it('is not for others', () => {
  showTo(budi);
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});
