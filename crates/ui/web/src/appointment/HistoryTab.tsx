import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { getHistory } from '@/api/calls';
import { problemText } from '@/api/problem';
import { queryClient, queryKeys } from '@/api/query';
import { Button } from '@/components/Button';
import { Spinner } from '@/components/Spinner';
import { formatAgo, formatMoment } from '@/lib/time';
import { tell } from './history-words';

/** Who did what when; fetched again whenever the appointment or its lock has changed. */
export function HistoryTab({ id, revision }: { id: string; revision: number }) {
  const { t } = useTranslation();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: queryKeys.history(id),
    queryFn: ({ pageParam }) => getHistory(id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.history(id) });
  }, [id, revision]);

  if (error && !data) {
    return (
      <div className="flex flex-col items-start gap-2">
        <p>{problemText(error, t)}</p>
        <Button onClick={() => void refetch()}>{t('appointment.retry')}</Button>
      </div>
    );
  }
  if (!data) return <Spinner />;
  const told = tell(
    data.pages.flatMap((page) => page.items),
    t,
  );
  return (
    <div className="flex flex-col gap-3">
      <ol className="relative ms-1.5 border-s border-line">
        {told.map(({ seq, at, text, lines }) => (
          <li key={seq} className="relative ps-5 pb-4 before:absolute before:-start-[4.5px] before:top-1.5 before:size-2 before:rounded-full before:bg-soft">
            <p className="font-medium [overflow-wrap:anywhere]">{text}</p>
            {lines.map((line) => (
              <p key={line} className="text-[0.8125rem] [overflow-wrap:anywhere]">
                {line}
              </p>
            ))}
            <time dateTime={at} className="text-[0.8125rem] text-soft">
              {formatMoment(Date.parse(at))} · {formatAgo(Date.parse(at))}
            </time>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button className="self-start" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('appointment.log.older')}
        </Button>
      )}
    </div>
  );
}
