import { useTranslation } from 'react-i18next';
import { isErased, type Written } from './fields';

/** Said above a comparison: the patient was erased since, and one's own values would bring the data back. */
export function ErasedWarning({ base, now }: { base: Written | null; now: Written }) {
  const { t } = useTranslation();
  if (!isErased(now) || (base && isErased(base))) return null;
  return (
    <p role="alert" className="rounded-md bg-warn-soft px-3 py-2.5 text-warn">
      {t('appointment.merge.erased')}
    </p>
  );
}
