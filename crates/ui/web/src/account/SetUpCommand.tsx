import { useTranslation } from 'react-i18next';
import { CopyButton } from './CopyButton';

const COMMAND = 'appointments setup-link';

/** How whoever runs the server gets another set-up link. */
export function SetUpCommand() {
  const { t } = useTranslation();
  return (
    <div className="mt-5 text-sm">
      <p className="text-soft">{t('account.setUp.neededNew')}</p>
      <div className="mt-2 flex items-center gap-2 rounded-md border border-line bg-muted ps-3">
        <code dir="ltr" className="min-w-0 flex-1 overflow-x-auto py-2.5 font-mono text-xs text-ink">
          {COMMAND}
        </code>
        <CopyButton text={COMMAND} label={t('account.setUp.copy')} copied={t('account.setUp.copied')} iconOnly />
      </div>
    </div>
  );
}
