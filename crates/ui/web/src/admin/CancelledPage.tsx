import { CalendarX2, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { AdminPage } from './AdminPage';
import { type Busy, BusyDialog } from './BusyDialog';
import { CancelledTable } from './CancelledTable';
import { ForAdmins } from './ForAdmins';
import { LoadFailed, RowsLoading } from './QueryStates';
import { SearchInput } from './SearchInput';
import { useCancelled } from './use-cancelled';
import { useRestore } from './use-restore';
import { useSettled } from './use-settled';

/** What the server counts exactly. */
const COUNTED = 10_000;

export default function CancelledPage() {
  return (
    <ForAdmins>
      <Cancelled />
    </ForAdmins>
  );
}

function Cancelled() {
  const { t } = useTranslation();
  const [sought, setSought] = useState('');
  const { query, q } = useCancelled(useSettled(sought));
  const [busy, setBusy] = useState<Busy | null>(null);
  const { restore, restoring } = useRestore(setBusy);

  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  return (
    <AdminPage title={t('admin.cancelled.title')} lead={t('admin.cancelled.lead')}>
      <div className="mb-4 max-w-md">
        <SearchInput label={t('admin.cancelled.search')} value={sought} onChange={setSought} />
      </div>
      {query.isPending && <RowsLoading />}
      {query.isError && !query.data && <LoadFailed problem={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <>
          {rows.length > 0 && <CancelledTable rows={rows} restoring={restoring} onRestore={restore} />}
          {rows.length === 0 && q && <EmptyState icon={SearchX} title={t('admin.cancelled.noneFound', { q })} />}
          {rows.length === 0 && !q && <EmptyState icon={CalendarX2} title={t('admin.cancelled.none')}>{t('admin.cancelled.noneText')}</EmptyState>}
          <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
            <p role="status" className={rows.length > 0 ? 'text-sm text-soft' : 'sr-only'}>
              {total > COUNTED ? t('admin.cancelled.manyCount') : t('admin.cancelled.count', { count: total })}
            </p>
            {query.hasNextPage && (
              <Button onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
                {t('admin.cancelled.more')}
              </Button>
            )}
          </div>
        </>
      )}
      {busy && <BusyDialog busy={busy} onClose={() => setBusy(null)} />}
    </AdminPage>
  );
}
