import { useTranslation } from 'react-i18next';

export function Spinner({ label }: { label?: string }) {
  const { t } = useTranslation();
  return (
    <div role="status" className="flex items-center justify-center gap-2 p-6 text-soft">
      <span aria-hidden className="size-4 animate-spin rounded-full border-2 border-line border-t-ink" />
      {label ?? t('app.loading')}
    </div>
  );
}
