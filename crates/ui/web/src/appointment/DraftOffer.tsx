import { FilePenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '@/api/types';
import { Button } from '@/components/Button';
import { formatAgo } from '@/lib/time';
import { Comparison } from './Comparison';
import type { Draft } from './drafts';
import { ErasedWarning } from './ErasedWarning';
import { toForm, written } from './fields';
import { Notice } from './Notice';

interface Props {
  draft: Draft;
  /** As it is now; null of a new one, or while it is not known. */
  appointment: Appointment | null;
  onRestore: () => void;
  onDiscard: () => void;
}

/** What was typed before and not saved, offered back beside what is there now. */
export function DraftOffer({ draft, appointment, onRestore, onDiscard }: Props) {
  const { t } = useTranslation();
  const before = appointment ? written(appointment) : draft.base;
  const title = before ? t('appointment.draft.title', { title: before.title }) : t('appointment.draft.titleNew');
  const isOlder = appointment !== null && appointment.version !== draft.version;
  return (
    <Notice
      kind="accent"
      icon={FilePenLine}
      title={title}
      actions={
        <>
          <Button kind="accent" onClick={onRestore}>
            {t('appointment.draft.restore')}
          </Button>
          <Button onClick={onDiscard}>{t('appointment.draft.discard')}</Button>
        </>
      }
    >
      <p className="text-soft">
        {t('appointment.draft.when', { when: formatAgo(draft.at) })} {isOlder && t('appointment.draft.newer')}
      </p>
      <div className="mt-2 max-h-[50vh] space-y-2 overflow-y-auto">
        {appointment && <ErasedWarning base={draft.base} now={appointment} />}
        <Comparison now={before && toForm(before)} yours={draft.values} />
      </div>
    </Notice>
  );
}
