/** What the server asks of names, e-mails and passwords, said before anything is sent. */
import type { TFunction } from 'i18next';

const MIN_BYTES = 8;
const MAX_BYTES = 71;
const MAX_NAME = 255;
const MAX_EMAIL = 254;

/** The fault of a value, if it has one; some rules look at the other fields, too. */
export type Rule = (value: string, t: TFunction, others: Partial<Record<string, string>>) => string | undefined;

export const nameRule: Rule = (value, t) => {
  const length = [...value.trim()].length;
  if (length === 0) return t('account.fault.name');
  return length > MAX_NAME ? t('account.fault.nameLong') : undefined;
};

/** Only what is surely wrong; the server knows the rest. */
export const emailRule: Rule = (value, t) =>
  /^[^\s@]+@[^\s@]+$/.test(value.trim()) && value.trim().length <= MAX_EMAIL ? undefined : t('account.fault.email');

export const newPasswordRule: Rule = (value, t) => {
  const bytes = new TextEncoder().encode(value).length;
  if (bytes === 0) return t('account.fault.passwordMissing');
  if (bytes < MIN_BYTES) return t('account.fault.passwordShort');
  return bytes > MAX_BYTES ? t('account.fault.passwordLong') : undefined;
};

export const passwordRule: Rule = (value, t) => (value ? undefined : t('account.fault.passwordMissing'));

export const currentPasswordRule: Rule = (value, t) => (value ? undefined : t('account.fault.currentMissing'));
