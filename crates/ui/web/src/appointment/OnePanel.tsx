import { CircleAlert } from 'lucide-react';
import { lazy, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '@/api/problem';
import { editAppointment } from '@/app/navigation';
import { Button } from '@/components/Button';
import { Spinner } from '@/components/Spinner';
import { Details } from './Details';
import { Gone } from './Gone';
import { Notice } from './Notice';
import { useKnownAppointment } from './use-known-appointment';
import { useReading } from './use-reading';

const Editor = lazy(() => import('./Editor'));

/** One appointment, looked at or edited. */
export function OnePanel({ id, edit }: { id: string; edit: boolean }) {
  const { t } = useTranslation();
  const { appointment, gone, problem, retry } = useKnownAppointment(id);
  useReading(edit ? null : id);
  useEditKey(edit || !appointment || gone ? null : id);
  if (gone) return <Gone id={id} appointment={appointment} />;
  if (problem && !appointment) return <Notice kind="danger" icon={CircleAlert} title={problemText(problem, t)} alert actions={<Button onClick={retry}>{t('appointment.retry')}</Button>} />;
  if (!appointment) return <Spinner label={t('appointment.loading')} />;
  return edit ? <Editor appointment={appointment} /> : <Details appointment={appointment} />;
}

/** E edits what is looked at. */
function useEditKey(id: string | null): void {
  useEffect(() => {
    if (!id) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]');
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.key.toLowerCase() !== 'e' || !isPlain || isTyping || event.defaultPrevented || document.querySelector('[role="alertdialog"]')) return;
      event.preventDefault();
      editAppointment(id);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [id]);
}
