import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createAppointmentAt, editAppointment } from '@/app/navigation';
import { IconButton } from '@/components/IconButton';
import { useUser } from '@/session/session';
import { DraftOffer } from './DraftOffer';
import { type Draft, dropDraft, listDrafts, NEW } from './drafts';
import { wantRestored } from './restoring';
import { useDrafts } from './use-draft';
import { useKnownAppointment } from './use-known-appointment';

/** What was left unsaved before the page was loaded, or the session ended, offered back at the start. */
export function DraftReminder({ opened }: { opened: string | null }) {
  const user = useUser().id;
  const drafts = useDrafts();
  // Only what was there at the start: later ones are told of where they are left.
  const [waiting, setWaiting] = useState(() => listDrafts(user).map(({ id }) => id));
  const settle = (id: string) => setWaiting((now) => now.filter((each) => each !== id));
  if (opened !== null) {
    // Opened, it is offered there.
    if (waiting.includes(opened)) settle(opened);
    return null;
  }
  const due = drafts.filter(({ id }) => waiting.includes(id));
  const [draft] = due;
  return draft ? <Reminder key={draft.id} draft={draft} more={due.length - 1} onSettled={() => settle(draft.id)} /> : null;
}

function Reminder({ draft, more, onSettled }: { draft: Draft; more: number; onSettled: () => void }) {
  const { t } = useTranslation();
  const user = useUser().id;
  const isNew = draft.id === NEW;
  return (
    <aside aria-label={t('appointment.draft.reminder')} className="fixed end-4 bottom-4 z-40 flex max-h-[70vh] w-[26rem] max-w-[calc(100vw-2rem)] flex-col rounded-xl bg-raised shadow-2xl">
      <IconButton label={t('appointment.draft.later')} icon={X} small className="absolute end-1.5 top-1.5 z-10" onClick={onSettled} />
      {isNew ? <NewOffer draft={draft} onSettled={onSettled} user={user} /> : <EditOffer draft={draft} onSettled={onSettled} user={user} />}
      {more > 0 && <p className="px-3.5 py-2 text-[0.8125rem] text-soft">{t('appointment.draft.waiting', { count: more })}</p>}
    </aside>
  );
}

interface OfferProps {
  draft: Draft;
  user: string;
  onSettled: () => void;
}

function NewOffer({ draft, user, onSettled }: OfferProps) {
  const restore = () => {
    onSettled();
    wantRestored(NEW);
    createAppointmentAt({});
  };
  return <DraftOffer draft={draft} appointment={null} onRestore={restore} onDiscard={() => discard(user, draft, onSettled)} />;
}

function EditOffer({ draft, user, onSettled }: OfferProps) {
  const { appointment } = useKnownAppointment(draft.id);
  const restore = () => {
    onSettled();
    wantRestored(draft.id);
    editAppointment(draft.id);
  };
  return <DraftOffer draft={draft} appointment={appointment ?? null} onRestore={restore} onDiscard={() => discard(user, draft, onSettled)} />;
}

function discard(user: string, draft: Draft, onSettled: () => void): void {
  onSettled();
  dropDraft(user, draft.id);
}
