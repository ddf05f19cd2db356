import { useInfiniteQuery } from '@tanstack/react-query';
import { listAudit } from '@/api/calls';
import { queryKeys } from '@/api/query';
import type { AuditFilter } from '@/app/navigation';
import { clinicZone, toIso } from '@/lib/time';

const PAGE = 50;

/** Before, nothing was logged: a date like this is a year that is still being typed. */
const EARLIEST = '1970-01-01';

const whole = (date: string | undefined) => (date !== undefined && date >= EARLIEST ? date : undefined);

/** Whether the dates leave nothing between them. */
export function isReversed(filter: AuditFilter): boolean {
  const [from, to] = [whole(filter.from), whole(filter.to)];
  return from !== undefined && to !== undefined && from > to;
}

/** The access log, newest first, page after page. */
export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.audit, filter],
    queryFn: ({ pageParam }) => listAudit({ ...queryOf(filter), limit: PAGE, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: !isReversed(filter),
    staleTime: 0,
    placeholderData: (before) => before,
  });
}

/** The dates as instants: from the first one's beginning to the last one's end, on the clinic's clock. */
function queryOf({ user, appointment, from, to }: AuditFilter) {
  return { user, appointment, from: beginning(whole(from)), to: beginning(whole(to), 1) };
}

function beginning(date: string | undefined, later = 0): string | undefined {
  return date && toIso(Temporal.PlainDate.from(date).add({ days: later }).toZonedDateTime(clinicZone()).epochMilliseconds);
}
