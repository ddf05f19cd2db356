import type { TFunction } from 'i18next';
import { editAppointment, openAppointment, placeNow } from '@/app/navigation';
import { openEditor } from '@/appointment/open-editor';
import { toast } from '@/lib/toast';
import { sessionStore } from '@/session/session';
import type { Kind } from './asks';
import { settleAsked } from './asked';
import type { Outcome } from './outcome';

interface Story {
  appointment: { id: string; title: string };
  kind: Kind;
  /** Null: nobody knows. */
  outcome: Outcome | null;
  /** Control was granted, and the lock is still this person's. */
  holds: boolean;
}

const DIALOGS = '[role="dialog"], [role="alertdialog"]';

/** Somebody who does something else is not torn away from it: on another page, in a dialog, or with something typed. */
function isBusy(id: string): boolean {
  const place = placeNow();
  if (place.page !== 'calendar') return true;
  const editor = openEditor.getState();
  if (editor !== null && editor.dirty && editor.id !== id) return true;
  // The appointment's own panel is one, and where it was asked for.
  const own = place.panel !== null && place.panel.kind !== 'new' && place.panel.id === id ? 1 : 0;
  return document.querySelectorAll(DIALOGS).length > own;
}

function isShown(id: string): boolean {
  const place = placeNow();
  return place.page === 'calendar' && place.panel?.kind === 'details' && place.panel.id === id;
}

/** Tells who asked what came of it, once. Control granted opens the editor, in the tab where it was asked for. */
export function tellOutcome(t: TFunction, { appointment, kind, outcome, holds }: Story): void {
  const { id, title } = appointment;
  const asked = settleAsked(id, kind);
  if (asked === undefined) return;
  if (outcome?.verdict === 'withdrawn' && outcome.by?.id === sessionStore.getState().session?.user.id) return;
  const name = outcome?.by?.name ?? asked?.holder ?? t('requests.someone');
  const text = outcome ? t(`requests.told.${kind}.${outcome.verdict}`, { name, title }) : t('requests.told.unknown', { title });
  const granted = outcome?.verdict === 'granted' || outcome?.verdict === 'unanswered';
  const mine = granted && kind === 'control' && holds;
  const opens = mine && asked?.here === true && !isBusy(id);
  const action = mine
    ? { label: t('requests.told.edit'), onClick: () => editAppointment(id) }
    : { label: t('requests.told.open'), onClick: () => openAppointment(id) };
  const leads = !opens && (mine || !isShown(id));
  toast(text, { id: `request:${kind}:${id}`, kind: granted ? 'success' : 'info', action: leads ? action : undefined });
  if (opens) editAppointment(id);
}
