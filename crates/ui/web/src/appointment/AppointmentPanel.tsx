import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { closePanel, type Panel, usePlace } from '@/app/navigation';
import { Sheet } from '@/components/Sheet';
import { Spinner } from '@/components/Spinner';
import { useAppointment } from '@/live/appointments';
import { useUser } from '@/session/session';
import { DraftReminder } from './DraftReminder';
import { wipeDraftsOfOthers } from './drafts';
import { LeftBadge } from './LeftBadge';
import { LeaveDialog } from './LeaveDialog';
import { openEditor } from './open-editor';
import { OnePanel } from './OnePanel';
import { PanelFoot } from './PanelFooter';

const NewEditor = lazy(() => import('./NewEditor'));

/** What is opened beside the calendar: an appointment, its editor, or a new one. */
export default function AppointmentPanel() {
  const place = usePlace();
  const panel = place.page === 'calendar' ? place.panel : null;
  const user = useUser().id;
  useEffect(() => wipeDraftsOfOthers(user), [user]);
  useFocusBack(panel);
  return (
    <>
      <OpenPanel panel={panel} />
      <DraftReminder opened={panel === null ? null : panel.kind === 'new' ? 'new' : panel.id} />
    </>
  );
}

function OpenPanel({ panel }: { panel: Panel | null }) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState<Panel | null>(null);
  const [foot, setFoot] = useState<HTMLElement | null>(null);
  const appointment = useAppointment(panel && panel.kind !== 'new' ? panel.id : '');
  const stay = useCallback(() => setLeaving(null), []);
  if (!panel) return null;

  const title = panel.kind === 'new' ? t('appointment.new') : panel.kind === 'edit' ? t('appointment.editing') : (appointment?.title ?? t('appointment.details'));
  const onOpenChange = (open: boolean) => {
    if (open) return;
    if (openEditor.getState()?.dirty) setLeaving(panel);
    else closePanel();
  };
  return (
    <Sheet open onOpenChange={onOpenChange} title={title} aside={panel.kind === 'edit' && <LeftBadge lock={appointment?.appointmentLock} />} footer={<div ref={setFoot} className="contents" />}>
      <PanelFoot value={foot}>
        <Suspense fallback={<Spinner />}>
          {panel.kind === 'new' ? <NewEditor key={`${panel.start}-${panel.doctor}`} {...panel} /> : <OnePanel key={panel.id} id={panel.id} edit={panel.kind === 'edit'} />}
        </Suspense>
      </PanelFoot>
      {leaving === panel && <LeaveDialog title={appointment?.title ?? title} onStay={stay} />}
    </Sheet>
  );
}

/** Closed, the panel leaves the focus where it was, or at the appointment's card where that was drawn anew. */
function useFocusBack(panel: Panel | null): void {
  const before = useRef<Element | null>(null);
  const opened = useRef<string | null>(null);
  const isOpen = panel !== null;
  const id = panel && panel.kind !== 'new' ? panel.id : null;
  if (isOpen && before.current === null) before.current = document.activeElement;
  useEffect(() => {
    if (id) opened.current = id;
  }, [id]);
  useEffect(() => {
    if (isOpen || !before.current) return;
    const target = before.current;
    const card = opened.current;
    before.current = null;
    opened.current = null;
    const timer = setTimeout(() => {
      if (document.activeElement !== document.body) return;
      const place = target.isConnected && target !== document.body ? target : card && document.querySelector(`[data-appointment="${CSS.escape(card)}"]`);
      if (place instanceof HTMLElement) place.focus();
      else document.getElementById('main')?.focus();
    });
    return () => clearTimeout(timer);
  }, [isOpen]);
}
