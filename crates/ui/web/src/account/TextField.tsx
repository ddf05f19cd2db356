import type { ReactNode } from 'react';
import { Field } from '@/components/Field';
import { Input } from '@/components/Input';

export interface TextFieldProps {
  name: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string;
  hint?: ReactNode;
  type?: 'text' | 'email';
  autoComplete?: string;
  autoFocus?: boolean;
}

export function TextField({ label, error, hint, type = 'text', onChange, ...input }: TextFieldProps) {
  const written = type === 'email' ? ({ spellCheck: false, autoCapitalize: 'none', dir: 'ltr' } as const) : {};
  return (
    <Field label={label} error={error} hint={hint}>
      <Input type={type} {...written} {...input} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}
