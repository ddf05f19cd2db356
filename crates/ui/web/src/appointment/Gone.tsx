import { CalendarX2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '@/api/types';
import { createAppointmentAt, showPage } from '@/app/navigation';
import { Button } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { useUser } from '@/session/session';
import { Comparison } from './Comparison';
import { dropDraft, NEW, storeDraft } from './drafts';
import { ReplaceDialog } from './ReplaceDialog';
import { wantRestored } from './restoring';
import { useDrafts } from './use-draft';

/** The appointment was cancelled. What was typed in it is not lost: it can become a new one. */
export function Gone({ id, appointment }: { id: string; appointment: Appointment | undefined }) {
  const { t } = useTranslation();
  const { id: user, isAdmin } = useUser();
  const drafts = useDrafts();
  const draft = drafts.find((each) => each.id === id);
  const waiting = drafts.find((each) => each.id === NEW);
  const [asking, setAsking] = useState(false);
  const takeOver = () => {
    if (!draft) return;
    storeDraft(user, { ...draft, id: NEW, version: null, base: null });
    dropDraft(user, id);
    wantRestored(NEW);
    createAppointmentAt({});
  };
  return (
    <>
      <EmptyState icon={CalendarX2} title={t('appointment.gone.title')}>
        <p>{appointment ? t('appointment.gone.cancelled', { title: appointment.title }) : t('appointment.gone.text')}</p>
        {isAdmin && (
          <Button className="mt-4" onClick={() => showPage('cancelled')}>
            {t('app.cancelled')}
          </Button>
        )}
      </EmptyState>
      {draft && (
        <div className="flex flex-col gap-3">
          <p>{t('appointment.gone.draft')}</p>
          <Comparison now={null} yours={draft.values} />
          <div className="flex gap-2">
            <Button kind="accent" onClick={waiting ? () => setAsking(true) : takeOver}>
              {t('appointment.gone.asNew')}
            </Button>
            <Button onClick={() => dropDraft(user, id)}>{t('appointment.draft.discard')}</Button>
          </div>
        </div>
      )}
      {asking && waiting && <ReplaceDialog title={waiting.values.title} onReplace={takeOver} onLook={() => createAppointmentAt({})} onClose={() => setAsking(false)} />}
    </>
  );
}
