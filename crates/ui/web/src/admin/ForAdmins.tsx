import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { showPage } from '@/app/navigation';
import { Button } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { useUser } from '@/session/session';

/** Shows its children to administrators only; the server would refuse the others anyway. */
export function ForAdmins({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { isAdmin } = useUser();
  if (isAdmin) return children;
  return (
    <EmptyState icon={ShieldAlert} title={t('admin.only.title')} isPage>
      <p>{t('admin.only.text')}</p>
      <Button className="mt-4" onClick={() => showPage('calendar')}>
        {t('app.toCalendar')}
      </Button>
    </EmptyState>
  );
}
