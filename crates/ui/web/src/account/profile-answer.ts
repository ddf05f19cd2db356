import type { updateUser } from '@/api/calls';
import type { Problem } from '@/api/problem';
import { amend } from '@/session/session';
import type { TFunction } from 'i18next';

/** Takes over what the server says of oneself; a new password or e-mail comes with a fresh token, the old one is dead. */
export function takeOver({ token, expiresAt, ...user }: Awaited<ReturnType<typeof updateUser>>): void {
  amend(token && expiresAt ? { user, token, expiresAt } : { user });
}

/** The refusals that belong to one field of the profile. */
export function placeOwn(problem: Problem, t: TFunction): { email?: string; currentPassword?: string } | undefined {
  if (problem.code === 'wrong_password') return { currentPassword: t('account.fault.currentWrong') };
  if (problem.code === 'email_taken') return { email: t('account.fault.emailTaken') };
  return undefined;
}
