import i18next from 'i18next';
import { useEffect } from 'react';
import { createAppointmentAt, editAppointment } from '@/app/navigation';
import { toast } from '@/lib/toast';
import { sessionStore } from '@/session/session';
import { getDraft, NEW } from './drafts';

/** Says, where an editor was left with something typed in it, that this is kept. */
export function useDraftToast(id: string): void {
  useEffect(
    () => () => {
      const user = sessionStore.getState().session?.user.id;
      if (!user || !getDraft(user, id)) return;
      const onClick = () => (id === NEW ? createAppointmentAt({}) : editAppointment(id));
      toast(i18next.t('appointment.leave.kept'), { id: `draft-${id}`, action: { label: i18next.t('appointment.leave.open'), onClick } });
    },
    [id],
  );
}
