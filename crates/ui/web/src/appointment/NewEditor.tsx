import { useState } from 'react';
import { useUser } from '@/session/session';
import { DraftOffer } from './DraftOffer';
import { dropDraft, getDraft, NEW } from './drafts';
import type { FormValues } from './fields';
import { CreateSession } from './CreateSession';
import { newValues } from './new-values';
import { takeRestoring } from './restoring';

interface Props {
  start?: number;
  end?: number;
  doctor?: string;
}

/** A new appointment; one that was begun and left is offered first. */
export default function NewEditor({ start, end, doctor }: Props) {
  const user = useUser().id;
  const [offer] = useState(() => getDraft(user, NEW));
  const [empty] = useState(() => newValues({ start, end, doctor }));
  const [typed, setTyped] = useState<FormValues | null>(() => (offer ? (takeRestoring(NEW) ? offer.values : null) : empty));
  if (typed) return <CreateSession typed={typed} empty={empty} />;
  if (!offer) return null;
  return (
    <DraftOffer
      draft={offer}
      appointment={null}
      onRestore={() => setTyped(offer.values)}
      onDiscard={() => {
        dropDraft(user, NEW);
        setTyped(empty);
      }}
    />
  );
}
