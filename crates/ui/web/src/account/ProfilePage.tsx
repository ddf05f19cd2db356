import { useTranslation } from 'react-i18next';
import { Avatar } from '@/components/Avatar';
import { Badge } from '@/components/Badge';
import { formatDate, zoned } from '@/lib/time';
import { useUser } from '@/session/session';
import { ProfileDetails } from './ProfileDetails';
import { ProfilePassword } from './ProfilePassword';

export default function ProfilePage() {
  const { t } = useTranslation();
  const user = useUser();
  return (
    <div className="mx-auto w-full max-w-3xl px-4 py-8 sm:px-6">
      <header className="flex items-center gap-4">
        <span aria-hidden="true">
          <Avatar name={user.name} id={user.id} size="large" />
        </span>
        <div className="min-w-0">
          <h1 className="text-2xl font-semibold tracking-tight text-ink">{t('account.profile.title')}</h1>
          <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-soft">
            <span className="truncate">{user.name}</span>
            <Badge>{user.isAdmin ? t('account.profile.administrator') : t('account.profile.member')}</Badge>
            <span>{t('account.profile.since', { date: formatDate(zoned(user.createdAt).toPlainDate(), 'long') })}</span>
          </p>
        </div>
      </header>
      <ProfileDetails user={user} />
      <ProfilePassword user={user} />
    </div>
  );
}
