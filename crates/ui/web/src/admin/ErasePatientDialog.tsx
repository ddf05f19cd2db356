import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '@/account/BusyButton';
import { TextField } from '@/account/TextField';
import { Trouble } from '@/account/Trouble';
import { useForm } from '@/account/use-form';
import { erasePatient } from '@/api/calls';
import { queryClient } from '@/api/query';
import type { Erasure, Patient } from '@/api/types';
import { Dialog } from '@/components/Dialog';
import { formatDate } from '@/lib/time';
import { sameName } from './patient-rules';

interface Props {
  patient: Patient;
  onErased: (erasure: Erasure) => void;
  onClose: () => void;
}

/** What cannot be undone is confirmed by more than a click: the name, typed once more. */
export function ErasePatientDialog({ patient, onErased, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const { patientName: name, datebirth } = patient;
  const form = useForm({
    initial: { confirmation: '' },
    rules: { confirmation: sameName(name) },
    send: async () => {
      const erasure = await erasePatient(patient);
      onErased(erasure);
      // It may be in whatever was loaded before: lists, hits, histories. This page shows nothing of them.
      queryClient.removeQueries({ type: 'inactive' });
    },
  });
  const footer = (
    <>
      <BusyButton blocked={form.busy} onClick={onClose}>
        {t('app.cancel')}
      </BusyButton>
      <BusyButton type="submit" form={id} kind="danger" busy={form.busy}>
        {t('admin.patients.submit')}
      </BusyButton>
    </>
  );
  return (
    <Dialog
      open
      keep={form.touched}
      busy={form.busy}
      onOpenChange={onClose}
      title={t('admin.patients.askTitle', { name })}
      description={t('admin.patients.askText', { name, born: formatDate(datebirth) })}
      footer={footer}
    >
      <form id={id} ref={form.ref} onSubmit={form.onSubmit} noValidate className="space-y-4">
        <TextField {...form.field('confirmation')} label={t('admin.patients.confirm')} autoComplete="off" autoFocus />
        <Trouble problem={form.problem} />
      </form>
    </Dialog>
  );
}
