import { zodResolver } from '@hookform/resolvers/zod';
import { useMemo } from 'react';
import { useForm, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import { announce } from '@/lib/announce';
import { isField, type FieldName, type FormValues } from './fields';
import { schemaOf } from './schema';

export type AppointmentForm = UseFormReturn<FormValues>;

/** A form of an appointment. `check` asks for validity, tells what is wrong and leads there. */
export function useAppointmentForm(values: FormValues): { form: AppointmentForm; check(): Promise<boolean>; show(problem: Problem): boolean } {
  const { t } = useTranslation();
  const resolver = useMemo(() => zodResolver(schemaOf(t)), [t]);
  const form = useForm<FormValues>({ defaultValues: values, resolver, mode: 'onTouched' });

  const tell = (count: number) => announce(t('appointment.errors.summary', { count }), { assertive: true });

  async function check(): Promise<boolean> {
    form.clearErrors();
    if (await form.trigger(undefined, { shouldFocus: true })) return true;
    tell(Object.keys(form.formState.errors).length || 1);
    return false;
  }

  /** What the server says of fields stands at them; false if it says nothing of any. */
  function show(problem: Problem): boolean {
    const faults = problem.errors.flatMap(({ pointer, detail }) => {
      const name = pointer.replace(/^\//, '');
      return isField(name) ? [{ name, detail }] : [];
    });
    faults.forEach(({ name, detail }: { name: FieldName; detail: string }) => form.setError(name, { type: 'server', message: sentence(detail) }));
    if (faults[0]) {
      form.setFocus(faults[0].name);
      tell(faults.length);
    }
    return faults.length > 0;
  }

  return { form, check, show };
}

/** The server's "must be after startTime" begins and ends like a sentence. */
function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
