import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getHistory } from '@/api/calls';
import { problemText } from '@/api/problem';
import { queryKeys } from '@/api/query';
import type { Appointment } from '@/api/types';

/** Why it was cancelled; the history is asked only on demand. */
export function CancelReason({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const { id, title, revision } = appointment;
  const [asked, setAsked] = useState(false);
  const reason = useQuery({
    queryKey: [...queryKeys.history(id), 'cancelled', revision],
    queryFn: async () => (await getHistory(id)).items.find(({ kind }) => kind === 'cancelled')?.detail.reason ?? '',
    enabled: asked,
    staleTime: Infinity,
  });

  if (!asked || reason.isPending) {
    return (
      <button
        type="button"
        onClick={() => setAsked(true)}
        aria-label={t('admin.cancelled.showReasonOf', { title })}
        aria-busy={asked}
        className="min-h-6 rounded-sm text-soft underline decoration-line underline-offset-4 hover:text-ink hover:decoration-ink"
      >
        {asked ? t('app.loading') : t('admin.cancelled.showReason')}
      </button>
    );
  }
  const text = reason.isError ? problemText(reason.error, t) : reason.data ? t('admin.cancelled.reason', { reason: reason.data }) : t('admin.cancelled.noReason');
  return (
    // The button that was pressed is gone: the answer takes the focus in its place.
    <p tabIndex={-1} ref={takeFocus} className="break-words text-ink outline-none">
      {text}
    </p>
  );
}

/** One and the same function, so that it is called once, not with every rendering. */
function takeFocus(element: HTMLElement | null) {
  element?.focus();
}
