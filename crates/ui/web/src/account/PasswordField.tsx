import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '@/components/Field';
import { IconButton } from '@/components/IconButton';
import { Input } from '@/components/Input';
import type { TextFieldProps } from './TextField';

interface Props extends Omit<TextFieldProps, 'type' | 'autoComplete'> {
  autoComplete: 'current-password' | 'new-password';
}

export function PasswordField({ label, error, hint, onChange, ...input }: Props) {
  return (
    <Field label={label} error={error} hint={hint}>
      <PasswordInput {...input} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}

/** A password with a button that shows it, so that it needs to be typed only once. */
function PasswordInput(input: ComponentProps<'input'>) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input {...input} type={shown ? 'text' : 'password'} spellCheck={false} autoCapitalize="none" dir="ltr" className="pe-10 rtl:ps-10 rtl:pe-3" />
      <IconButton
        small
        className="absolute end-0.5 top-0.5 text-soft"
        icon={shown ? EyeOff : Eye}
        label={shown ? t('account.hidePassword') : t('account.showPassword')}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      />
    </div>
  );
}
