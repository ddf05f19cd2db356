import { CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { problemText } from '@/api/problem';
import { Button } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';

/** What was asked for didn't come. */
export function LoadFailed({ problem, retry }: { problem: unknown; retry: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState icon={CloudOff} title={t('admin.failed')}>
      <p>{problemText(problem, t)}</p>
      <Button className="mt-4" onClick={retry}>
        {t('app.retry')}
      </Button>
    </EmptyState>
  );
}

/** Holds the place of rows to come. */
export function RowsLoading() {
  const { t } = useTranslation();
  return (
    <div role="status" className="space-y-3 py-2">
      <span className="sr-only">{t('app.loading')}</span>
      {[0, 1, 2, 3].map((row) => (
        <div key={row} className="h-12 rounded-md bg-muted motion-safe:animate-pulse" />
      ))}
    </div>
  );
}
