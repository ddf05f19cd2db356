import { CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/EmptyState';

export function Unreachable() {
  const { t } = useTranslation();
  return (
    <main role="alert" className="pt-[15vh]">
      <EmptyState icon={CloudOff} title={t('app.unreachable')} isPage>
        {t('app.unreachableHint')}
      </EmptyState>
    </main>
  );
}
