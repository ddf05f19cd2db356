import { Download, Eraser } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '@/account/BusyButton';
import { TextField } from '@/account/TextField';
import { Trouble } from '@/account/Trouble';
import { useForm } from '@/account/use-form';
import { exportPatient } from '@/api/calls';
import type { Erasure, Patient } from '@/api/types';
import { openAppointment } from '@/app/navigation';
import { Field } from '@/components/Field';
import { Input } from '@/components/Input';
import { dateOf, today } from '@/lib/time';
import { AdminPage } from './AdminPage';
import { ErasePatientDialog } from './ErasePatientDialog';
import { ForAdmins } from './ForAdmins';
import { forgetPatient, leavePatient, leftPatient } from './left-patient';
import { type Outcome, PatientOutcome } from './PatientOutcome';
import { bornRule, patientRule } from './patient-rules';
import { saveJson } from './save-file';

export default function PatientsPage() {
  return (
    <ForAdmins>
      <Patients />
    </ForAdmins>
  );
}

/** Takes it out, and tells what there was. The file's name tells nobody whose data is in it. */
async function takeOut(patient: Patient): Promise<Outcome> {
  const data = await exportPatient(patient);
  const file = `patient-data-${dateOf(data.exportedAt)}.json`;
  saveJson(file, data);
  return { kind: 'taken', name: patient.patientName, count: data.appointments.length, file };
}

function Patients() {
  const { t } = useTranslation();
  const wanted = useRef<'taking' | 'erasing'>('taking');
  const [asking, setAsking] = useState<Patient | null>(null);
  const [left] = useState(leftPatient);
  useEffect(forgetPatient, []);
  const [outcome, setOutcome] = useState<Outcome | null>(left?.outcome ?? null);
  const form = useForm({
    initial: left?.patient ?? { patientName: '', datebirth: '' },
    rules: { patientName: patientRule, datebirth: bornRule },
    send: async ({ patientName, datebirth }) => {
      const patient = { patientName: patientName.trim(), datebirth };
      setOutcome(null);
      if (wanted.current === 'erasing') setAsking(patient);
      else setOutcome(await takeOut(patient));
    },
  });
  const onErased = (erasure: Erasure) => {
    if (asking) setOutcome({ kind: 'erased', name: asking.patientName, erasure });
    setAsking(null);
  };
  const onOpen = (id: string) => {
    leavePatient({ patient: form.values, outcome });
    openAppointment(id);
  };
  const { error, onChange, ...born } = form.field('datebirth');
  return (
    <AdminPage title={t('admin.patients.title')} lead={t('admin.patients.lead')}>
      <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="max-w-xl space-y-4">
        <TextField {...form.field('patientName')} label={t('appointment.fields.patientName')} hint={t('admin.patients.nameHint')} autoComplete="off" />
        <Field label={t('appointment.fields.datebirth')} error={error} className="max-w-48">
          <Input {...born} type="date" max={today().toString()} onChange={(event) => onChange(event.target.value)} />
        </Field>
        <Trouble problem={form.problem} />
        <div className="grid gap-x-6 gap-y-4 pt-2 sm:grid-cols-2">
          <Choice text={t('admin.patients.takeOutText')}>
            {(hint) => (
              <BusyButton type="submit" kind="primary" busy={form.busy} aria-describedby={hint} onClick={() => (wanted.current = 'taking')}>
                <Download aria-hidden size={16} />
                {t('admin.patients.takeOut')}
              </BusyButton>
            )}
          </Choice>
          <Choice text={t('admin.patients.eraseText')}>
            {(hint) => (
              <BusyButton type="submit" kind="danger" blocked={form.busy} aria-describedby={hint} onClick={() => (wanted.current = 'erasing')}>
                <Eraser aria-hidden size={16} />
                {t('admin.patients.erase')}
              </BusyButton>
            )}
          </Choice>
        </div>
      </form>
      <PatientOutcome outcome={outcome} onOpen={onOpen} />
      {asking && <ErasePatientDialog patient={asking} onErased={onErased} onClose={() => setAsking(null)} />}
    </AdminPage>
  );
}

/** A button with what it does; its words are given the id of those. */
function Choice({ text, children }: { text: string; children: (hint: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="flex flex-col items-start gap-2">
      {children(id)}
      <p id={id} className="text-[0.8125rem] text-soft">
        {text}
      </p>
    </div>
  );
}
