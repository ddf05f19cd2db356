import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { useSession } from '@/session/session';
import { AccountLayout } from './AccountLayout';
import { leaveLink } from './link';

/** A link that leads nowhere any more, and the way on. */
export function DeadLink({ title, text }: { title: string; text: string }) {
  const { t } = useTranslation();
  const { session } = useSession();
  return (
    <AccountLayout title={title} lead={text} takesFocus>
      <Button kind="primary" className="w-full" onClick={leaveLink}>
        {session ? t('account.setUp.toCalendar') : t('account.setUp.toSignIn')}
      </Button>
    </AccountLayout>
  );
}
