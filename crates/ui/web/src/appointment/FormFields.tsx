import { useQuery } from '@tanstack/react-query';
import { useId, useRef, type ReactNode } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { getDoctors } from '@/api/calls';
import { queryKeys } from '@/api/query';
import { Field } from '@/components/Field';
import { Input } from '@/components/Input';
import { Select } from '@/components/Select';
import { Textarea } from '@/components/Textarea';
import { clinicZone, today } from '@/lib/time';
import { endAfter, GENDERS, type FieldName, type FormValues } from './fields';
import { FormLength } from './FormLength';

/** All that one writes in an appointment. Validity is the schema's and the server's, so limits are no barriers while typing. */
export function FormFields() {
  const { t } = useTranslation();
  const doctors = useQuery({ queryKey: queryKeys.doctors, queryFn: getDoctors });
  const list = useId();
  const { register, getValues, setValue, formState } = useFormContext<FormValues>();

  const field = (name: FieldName) => ({ label: t(`appointment.fields.${name}`), error: formState.errors[name]?.message });
  const start = register('startTime');
  const gender = useController<FormValues, 'gender'>({ name: 'gender' });

  /** The end goes along, so that the appointment keeps its length. While a date is typed the field is empty for a moment. */
  const lastStart = useRef('');
  const moveStart = (value: string) => {
    lastStart.current = getValues('startTime') || lastStart.current;
    const end = endAfter(lastStart.current, getValues('endTime'), value);
    if (end) setValue('endTime', end, { shouldDirty: true, shouldValidate: formState.isSubmitted });
  };

  return (
    <div className="flex flex-col gap-5">
      <Group>
        <Field {...field('title')} required>
          <Input {...register('title')} autoComplete="off" />
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field {...field('startTime')} required>
            <Input
              type="datetime-local"
              {...start}
              onChange={(event) => {
                moveStart(event.target.value);
                return start.onChange(event);
              }}
            />
          </Field>
          <Field {...field('endTime')} required>
            <Input type="datetime-local" {...register('endTime')} />
          </Field>
        </div>
        <FormLength zone={clinicZone()} />
        <Field {...field('doctorName')}>
          <Input {...register('doctorName')} list={list} autoComplete="off" placeholder={t('appointment.hints.doctorName')} />
        </Field>
        <datalist id={list}>
          {doctors.data?.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </Group>
      <Group legend={t('appointment.groups.patient')}>
        <Field {...field('patientName')} required>
          <Input {...register('patientName')} autoComplete="off" />
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field {...field('datebirth')} required>
            <Input type="date" max={today().toString()} {...register('datebirth')} />
          </Field>
          <Field {...field('gender')} required>
            <Select {...gender.field}>
              {GENDERS.map((gender) => (
                <option key={gender} value={gender}>
                  {t(`appointment.gender.${gender}`)}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <Field {...field('phone')}>
          <Input type="tel" {...register('phone')} autoComplete="off" />
        </Field>
        <Field {...field('address')}>
          <Textarea rows={2} {...register('address')} />
        </Field>
      </Group>
      <Group legend={t('appointment.groups.notes')}>
        <Field {...field('note')} hint={t('appointment.hints.note')}>
          <Textarea rows={2} {...register('note')} />
        </Field>
        <Field {...field('description')}>
          <Textarea rows={4} {...register('description')} />
        </Field>
      </Group>
    </div>
  );
}

function Group({ legend, children }: { legend?: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      {legend && <legend className="mb-3 w-full border-b border-line pb-1 text-xs font-semibold tracking-wide text-soft uppercase">{legend}</legend>}
      {children}
    </fieldset>
  );
}
