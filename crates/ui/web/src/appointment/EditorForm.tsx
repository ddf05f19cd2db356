import type { KeyboardEvent, ReactNode } from 'react';
import { FormProvider } from 'react-hook-form';
import { FormFields } from './FormFields';
import type { AppointmentForm } from './use-form';

interface Props {
  form: AppointmentForm;
  /** Names the form; a button elsewhere that belongs to it sends it. */
  id: string;
  label: string;
  onSave: () => void;
  children?: ReactNode;
}

/** The fields with Ctrl+Enter. Enter alone does not send: most fields are left with Tab, and a slip would save half a record. */
export function EditorForm({ form, id, label, onSave, children }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    const isSave = event.ctrlKey || event.metaKey;
    const isField = event.target instanceof HTMLInputElement && event.target.type !== 'radio';
    if (isSave || isField) event.preventDefault();
    if (isSave) onSave();
  };
  return (
    <FormProvider {...form}>
      <form
        id={id}
        aria-label={label}
        noValidate
        onKeyDown={onKeyDown}
        onSubmit={(event) => {
          event.preventDefault();
          onSave();
        }}
      >
        <FormFields />
        {children}
      </form>
    </FormProvider>
  );
}
