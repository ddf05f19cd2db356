import { CalendarX2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Conflict } from '@/api/types';
import { Button } from '@/components/Button';
import { formatWhen } from '@/lib/time';
import { Notice } from './Notice';

interface Props {
  doctor: string;
  conflicts: Conflict[];
  disabled: boolean;
  onBook: () => void;
}

/** What the doctor is busy with. */
export function BusyNotice({ doctor, conflicts, disabled, onBook }: Props) {
  const { t } = useTranslation();
  if (conflicts.length === 0) return null;
  return (
    <Notice
      kind="warn"
      icon={CalendarX2}
      title={t('appointment.busy.title', { doctor })}
      alert
      actions={
        <Button kind="danger" disabled={disabled} onClick={onBook}>
          {t('appointment.busy.anyway')}
        </Button>
      }
    >
      <ul className="my-1 list-disc ps-4">
        {conflicts.map(({ id, title, startTime, endTime }) => (
          <li key={id}>
            <strong className="font-medium">{title}</strong>, {formatWhen(Date.parse(startTime), Date.parse(endTime))}
          </li>
        ))}
      </ul>
      {t('appointment.busy.hint')}
    </Notice>
  );
}
