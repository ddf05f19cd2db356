import { ScrollText, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Trouble } from '@/account/Trouble';
import type { AuditEvent } from '@/api/types';
import { type AuditFilter, showAudit, usePlace } from '@/app/navigation';
import { Button } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';
import { AdminPage } from './AdminPage';
import { AuditFilters } from './AuditFilters';
import { AuditTable } from './AuditTable';
import { ForAdmins } from './ForAdmins';
import { LoadFailed, RowsLoading } from './QueryStates';
import { isReversed, useAudit } from './use-audit';
import { useSeenPeople } from './use-seen-people';
import { useSettled } from './use-settled';

export default function AuditPage() {
  return (
    <ForAdmins>
      <Audit />
    </ForAdmins>
  );
}

const EVERYTHING: AuditFilter = {};

/** What is looked for stands in the address: one comes back to it from an appointment that was opened. */
function Audit() {
  const { t } = useTranslation();
  const place = usePlace();
  const filter = place.page === 'audit' ? place.filter : EVERYTHING;
  const query = useAudit(useSettled(filter));
  const events = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const seen = useSeenPeople(events);
  return (
    <AdminPage title={t('admin.audit.title')} lead={t('admin.audit.lead')}>
      <AuditFilters filter={filter} seen={seen} onChange={(change) => showAudit({ ...filter, ...change }, { replace: true })} />
      {!isReversed(filter) && <Entries query={query} events={events} isFiltered={Object.values(filter).some(Boolean)} />}
    </AdminPage>
  );
}

interface EntriesProps {
  query: ReturnType<typeof useAudit>;
  events: readonly AuditEvent[];
  isFiltered: boolean;
}

function Entries({ query, events, isFiltered }: EntriesProps) {
  const { t } = useTranslation();
  if (query.isPending) return <RowsLoading />;
  if (!query.data) return <LoadFailed problem={query.error} retry={() => void query.refetch()} />;

  return (
    <div aria-busy={query.isPlaceholderData} className="space-y-4">
      {events.length > 0 ? <AuditTable events={events} /> : <NoEntries isFiltered={isFiltered} />}
      {query.isError && <Trouble problem={query.error} />}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className={events.length > 0 ? 'text-sm text-soft' : 'sr-only'}>
          {query.isPlaceholderData ? t('app.loading') : t('admin.audit.count', { count: events.length })}
        </p>
        {query.hasNextPage && (
          <Button onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
            {t('admin.audit.more')}
          </Button>
        )}
      </div>
    </div>
  );
}

function NoEntries({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation();
  if (isFiltered) return <EmptyState icon={SearchX} title={t('admin.audit.noneFound')} />;
  return (
    <EmptyState icon={ScrollText} title={t('admin.audit.none')}>
      {t('admin.audit.noneText')}
    </EmptyState>
  );
}
