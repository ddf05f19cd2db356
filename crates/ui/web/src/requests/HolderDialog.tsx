import { Hourglass, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Appointment } from '@/api/types';
import { openEditor } from '@/appointment/open-editor';
import { AlertDialog } from '@/components/AlertDialog';
import { Button } from '@/components/Button';
import { announce } from '@/lib/announce';
import { AskedFor } from './AskedFor';
import type { Ask } from './asks';
import { TimeLeft } from './TimeLeft';
import { useAnswers } from './use-answers';
import type { HolderAsk } from './use-holder-ask';
import { useKeyGuard } from './use-key-guard';

interface Props {
  ask: Ask;
  appointment: Appointment;
  answer: HolderAsk['answer'];
}

/** The focus stands on the question itself: no button is the default one. */
function focusQuestion(event: Event): void {
  event.preventDefault();
  (event.currentTarget as HTMLElement).focus({ preventScroll: true });
}

/** Asks the holder of a lock what others want of it. Only its buttons answer it. */
export function HolderDialog({ ask, appointment, answer }: Props) {
  const { t } = useTranslation();
  const body = useRef<HTMLDivElement>(null);
  const first = useRef(ask.key);
  const dirty = useStore(openEditor, (editor) => editor !== null && editor.id === ask.appointmentId && editor.dirty);
  const why = useStore(openEditor, (editor) => (editor?.id === ask.appointmentId ? editor.trouble : undefined));
  const { busy, failure, saveAndAccept, accept, reject } = useAnswers(ask, answer);
  const { kind, requester, respondBy } = ask;
  const title = t(`requests.dialog.title.${kind}`, { name: requester.name });
  useKeyGuard(ask.key);

  useEffect(() => {
    if (first.current === ask.key) return;
    // The next question in the same place: it has to be noticed as one.
    first.current = ask.key;
    body.current?.closest<HTMLElement>('[role=alertdialog]')?.focus();
    announce(title, { assertive: true });
  }, [ask.key, title]);

  const footer = (
    <>
      <Button aria-disabled={busy} onClick={() => void reject()}>
        {t('requests.dialog.reject')}
      </Button>
      <Button aria-disabled={busy} onClick={() => void accept()}>
        {t('requests.dialog.accept')}
      </Button>
      {dirty && (
        <Button aria-disabled={busy} onClick={() => void saveAndAccept()}>
          {t(kind === 'control' ? 'requests.dialog.saveAndHandOver' : 'requests.dialog.saveAndRelease')}
        </Button>
      )}
    </>
  );

  return (
    <AlertDialog
      open
      title={title}
      description={t(`requests.dialog.what.${kind}`, { name: requester.name })}
      footer={footer}
      onOpenAutoFocus={focusQuestion}
      onEscapeKeyDown={(event) => event.preventDefault()}
    >
      <div ref={body} className="flex flex-col gap-3">
        <AskedFor appointment={appointment} />
        <p className="flex items-center gap-2 rounded-lg bg-warn-soft px-4 py-2.5 text-warn">
          <Hourglass aria-hidden size={16} className="shrink-0" />
          {respondBy === null ? (
            t('requests.dialog.noDeadline')
          ) : (
            <>
              <span className="grow">{t(`requests.dialog.left.${kind}`)}</span>
              <TimeLeft until={respondBy} className="text-lg leading-none font-semibold tabular-nums" />
            </>
          )}
        </p>
        {dirty && <p className="text-[0.8125rem] text-soft">{t('requests.dialog.unsaved')}</p>}
        {failure && (
          <p role="alert" className="flex items-start gap-2 rounded-lg bg-danger-soft px-4 py-2.5 text-danger">
            <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
            <span>
              {failure.text}
              {failure.ofSaving && why && ` ${t('requests.dialog.why', { why })}`}
            </span>
          </p>
        )}
      </div>
    </AlertDialog>
  );
}
