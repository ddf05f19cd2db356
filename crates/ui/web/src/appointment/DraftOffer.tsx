import { FilePenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '@/api/types';
import { Button } from '@/components/Button';
import { formatAgo } from '@/lib/time';
import { Comparison } from './Comparison';
import type { Draft } from './drafts';
import { toForm, written } from './fields';
import { Notice } from './Notice';

interface Props {
  draft: Draft;
  /** As it is now; none of a new one. */
  appointment: Appointment | null;
  onRestore: () => void;
  onDiscard: () => void;
}

/** What was typed before and not saved, offered back beside what is there now. */
export function DraftOffer({ draft, appointment, onRestore, onDiscard }: Props) {
  const { t } = useTranslation();
  const title = appointment ? t('appointment.draft.title', { title: appointment.title }) : t('appointment.draft.titleNew');
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
      <div className="mt-2 max-h-[50vh] overflow-y-auto">
        <Comparison now={appointment && toForm(written(appointment))} yours={draft.values} />
      </div>
    </Notice>
  );
}
