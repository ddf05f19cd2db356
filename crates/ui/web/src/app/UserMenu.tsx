import { ChevronDown, LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { logout } from '@/api/calls';
import { Menu, MenuCheckbox, MenuItem, MenuLabel, MenuRadio, MenuRadioGroup, MenuSeparator } from '@/components/Menu';
import { useCursorsOn } from '@/cursors/settings';
import { type Language, choose, isLanguage, languages } from '@/i18n';
import { signOut, useUser } from '@/session/session';
import { showPage } from './navigation';
import { type Choice, chooseTheme, themeChoice } from './theme';

/** The signed-in user's own menu: pages, language, appearance, sign-out. */
export function UserMenu() {
  const { t, i18n } = useTranslation();
  const user = useUser();
  const [cursors, setCursors] = useCursorsOn();
  return (
    <Menu
      trigger={
        <button type="button" aria-label={t('app.menu', { name: user.name })} className="flex h-8 max-w-40 items-center gap-1 rounded-md px-2 font-medium hover:bg-muted">
          <span className="truncate">{user.name}</span>
          <ChevronDown aria-hidden size={14} className="shrink-0" />
        </button>
      }
    >
      <MenuItem onSelect={() => showPage('profile')}>{t('app.profile')}</MenuItem>
      {user.isAdmin && (
        <>
          <MenuItem onSelect={() => showPage('users')}>{t('app.users')}</MenuItem>
          <MenuItem onSelect={() => showPage('locks')}>{t('app.locks')}</MenuItem>
          <MenuItem onSelect={() => showPage('cancelled')}>{t('app.cancelled')}</MenuItem>
          <MenuItem onSelect={() => showPage('audit')}>{t('app.audit')}</MenuItem>
          <MenuItem onSelect={() => showPage('patients')}>{t('app.patients')}</MenuItem>
        </>
      )}
      <MenuSeparator />
      <MenuCheckbox checked={cursors} onCheckedChange={setCursors}>
        {t('app.showCursors')}
      </MenuCheckbox>
      <MenuLabel>{t('app.theme')}</MenuLabel>
      <MenuRadioGroup value={themeChoice()} onValueChange={(choice) => chooseTheme(choice as Choice)}>
        <MenuRadio value="system">{t('app.themeSystem')}</MenuRadio>
        <MenuRadio value="light">{t('app.themeLight')}</MenuRadio>
        <MenuRadio value="dark">{t('app.themeDark')}</MenuRadio>
      </MenuRadioGroup>
      <MenuLabel>{t('app.language')}</MenuLabel>
      <MenuRadioGroup value={i18n.language} onValueChange={(language) => isLanguage(language) && void choose(language)}>
        {Object.entries(languages).map(([language, { name }]) => (
          <MenuRadio key={language} value={language as Language} lang={language}>
            {name}
          </MenuRadio>
        ))}
      </MenuRadioGroup>
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut(logout).then(() => showPage('calendar'))}>
        <LogOut aria-hidden size={16} />
        {t('app.signOut')}
      </MenuItem>
    </Menu>
  );
}
