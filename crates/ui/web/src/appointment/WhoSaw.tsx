import { useTranslation } from 'react-i18next';
import { showAudit } from '@/app/navigation';
import { Button } from '@/components/Button';
import { useUser } from '@/session/session';

/** Leads administrators to what the access log has of an appointment. */
export function WhoSaw({ id }: { id: string }) {
  const { t } = useTranslation();
  const { isAdmin } = useUser();
  if (!isAdmin) return null;
  return (
    <Button small className="self-start" onClick={() => showAudit({ appointment: id })}>
      {t('appointment.whoSaw')}
    </Button>
  );
}
