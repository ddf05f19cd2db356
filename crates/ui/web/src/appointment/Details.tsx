import { CalendarClock, FilePenLine, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { acquireLock } from '@/api/calls';
import type { Appointment } from '@/api/types';
import { closePanel, editAppointment } from '@/app/navigation';
import { Button } from '@/components/Button';
import { Tabs } from '@/components/Tabs';
import { openMoveDialog } from '@/move/move-dialog-store';
import { RequestActions } from '@/requests/RequestActions';
import { clientId, useUser } from '@/session/session';
import { CancelDialog } from './CancelDialog';
import { Facts } from './Facts';
import { HistoryTab } from './HistoryTab';
import { Holder } from './Holder';
import { Notice } from './Notice';
import { PanelFooter } from './PanelFooter';
import { useCanSave } from './use-can-save';
import { useDrafts } from './use-draft';
import { WhoSaw } from './WhoSaw';

/** An appointment to look at: live, and without locking anything. */
export function Details({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const online = useCanSave();
  const me = useUser().id;
  const [cancelling, setCancelling] = useState(false);
  const hasDraft = useDrafts().some((draft) => draft.id === appointment.id);
  const { id, appointmentLock: lock } = appointment;
  const isOthers = lock !== null && lock.userId !== me;
  const isElsewhere = lock?.userId === me && lock.clientId !== null && lock.clientId !== clientId();
  const edit = async () => {
    // One click is enough: the lock comes over here first. If it does not, the editor says why.
    if (isElsewhere) await acquireLock(id, appointment.version, { move: true }).catch(() => undefined);
    editAppointment(id);
  };
  const move = () => {
    closePanel();
    // The panel gives the focus back first; the dialog takes it from there.
    requestAnimationFrame(() => openMoveDialog(id));
  };

  return (
    <>
      <Tabs
        label={appointment.title}
        tabs={[
          {
            value: 'details',
            label: t('appointment.details'),
            content: (
              <div className="flex flex-col gap-5">
                <div className="flex flex-col gap-3">
                  <Holder lock={lock} />
                  {isOthers && <RequestActions appointment={appointment} />}
                  {hasDraft && (
                    <Notice
                      kind="accent"
                      icon={FilePenLine}
                      title={t('appointment.draft.title', { title: appointment.title })}
                      actions={
                        <Button small disabled={isOthers || !online} onClick={() => editAppointment(id)}>
                          {t('appointment.draft.look')}
                        </Button>
                      }
                    />
                  )}
                </div>
                <div>
                  <Facts appointment={appointment} />
                </div>
              </div>
            ),
          },
          {
            value: 'history',
            label: t('appointment.history'),
            content: (
              <div className="flex flex-col gap-4">
                <WhoSaw id={id} />
                <HistoryTab id={id} revision={appointment.revision} />
              </div>
            ),
          },
        ]}
      />
      <PanelFooter>
        <Button kind="primary" disabled={isOthers || !online} onClick={edit} aria-keyshortcuts="E">
          <Pencil aria-hidden size={15} />
          {t(isElsewhere ? 'appointment.lock.continueHere' : 'appointment.edit')}
        </Button>
        <Button disabled={isOthers || isElsewhere || !online} onClick={move}>
          <CalendarClock aria-hidden size={15} />
          {t('appointment.move')}
        </Button>
        <Button kind="quiet" className="ms-auto text-danger!" disabled={isOthers || isElsewhere || !online} onClick={() => setCancelling(true)}>
          {t('appointment.cancel')}
        </Button>
      </PanelFooter>
      {cancelling && <CancelDialog appointment={appointment} onClose={() => setCancelling(false)} />}
    </>
  );
}
