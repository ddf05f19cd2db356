import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { answerOf } from '@/account/fixtures';
import { usePresence } from '@/live/presence';
import { begin } from '@/session/session';
import { People } from './People';

vi.mock('@/live/presence', () => ({ usePresence: vi.fn() }));

it('has no words beside its name that somebody who speaks to it would say in vain', () => {
  begin(answerOf());
  vi.mocked(usePresence).mockReturnValue(['Ayu', 'Budi', 'Citra', 'Dewi', 'Eka', 'Fajar'].map((name) => ({ id: name, name })));
  render(<People />);
  const button = screen.getByRole('button', { name: '6 people are here' });
  expect(button.textContent).toBe('');
  expect(button.querySelectorAll('[data-initials]')).toHaveLength(4);
  expect(button.querySelector('[data-more="+2"]')).not.toBeNull();
});
