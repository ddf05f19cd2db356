import { useTranslation } from 'react-i18next';
import { Toaster } from 'sonner';
import { useTheme } from '@/app/theme';

export function Toasts() {
  const { t, i18n } = useTranslation();
  const dir = i18n.dir() === 'rtl' ? 'rtl' : 'ltr';
  // Away from the panel at the line's end; on a phone, above its buttons.
  return (
    <Toaster
      theme={useTheme()}
      dir={dir}
      position={dir === 'rtl' ? 'bottom-right' : 'bottom-left'}
      mobileOffset={{ bottom: '5rem' }}
      closeButton
      visibleToasts={5}
      containerAriaLabel={t('app.notifications')}
      toastOptions={{ closeButtonAriaLabel: t('app.close') }}
    />
  );
}
