import { useTranslation } from 'react-i18next';
import { PasswordField } from './PasswordField';
import { TextField, type TextFieldProps } from './TextField';

interface Props {
  field: (name: 'name' | 'email' | 'password') => Pick<TextFieldProps, 'name' | 'value' | 'error' | 'onChange'>;
}

/** What makes an account: name, e-mail, password. */
export function PersonFields({ field }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <TextField {...field('name')} label={t('account.name')} autoComplete="name" autoFocus />
      <TextField {...field('email')} label={t('account.email')} type="email" autoComplete="username" />
      <PasswordField {...field('password')} label={t('account.password')} hint={t('account.rules')} autoComplete="new-password" />
    </>
  );
}
