import { LockOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveLock } from '@/api/types';
import { EmptyState } from '@/components/EmptyState';
import { useNow } from '@/live/clock';
import { AdminPage } from './AdminPage';
import { ForAdmins } from './ForAdmins';
import { LockTable } from './LockTable';
import { LoadFailed, RowsLoading } from './QueryStates';
import { ReleaseDialog } from './ReleaseDialog';
import { useLocks } from './use-locks';

export default function LocksPage() {
  return (
    <ForAdmins>
      <Locks />
    </ForAdmins>
  );
}

function Locks() {
  const { t } = useTranslation();
  const locks = useLocks();
  const now = useNow(1000);
  const [chosen, setChosen] = useState<LiveLock | null>(null);
  // A lock whose time is up is none, whether or not the server was asked since.
  const live = locks.data?.filter((lock) => Date.parse(lock.expiresAt) > now) ?? [];
  return (
    <AdminPage title={t('admin.locks.title')} lead={t('admin.locks.lead')}>
      {locks.isPending && <RowsLoading />}
      {locks.isError && !locks.data && <LoadFailed problem={locks.error} retry={() => void locks.refetch()} />}
      {locks.data && (
        <>
          {live.length > 0 ? (
            <LockTable locks={live} now={now} onRelease={setChosen} />
          ) : (
            <EmptyState icon={LockOpen} title={t('admin.locks.none')}>{t('admin.locks.noneText')}</EmptyState>
          )}
          <p role="status" className={live.length > 0 ? 'mt-4 text-sm text-soft' : 'sr-only'}>
            {t('admin.locks.count', { count: live.length })}
          </p>
        </>
      )}
      {chosen && <ReleaseDialog lock={chosen} onClose={() => setChosen(null)} />}
    </AdminPage>
  );
}
