import { useTranslation } from 'react-i18next';
import { Toaster } from 'sonner';
import { useTheme } from '@/app/theme';

export function Toasts() {
  const { t, i18n } = useTranslation();
  const dir = i18n.dir() === 'rtl' ? 'rtl' : 'ltr';
  return <Toaster theme={useTheme()} dir={dir} position="bottom-center" closeButton visibleToasts={5} containerAriaLabel={t('app.notifications')} toastOptions={{ closeButtonAriaLabel: t('app.close') }} />;
}
