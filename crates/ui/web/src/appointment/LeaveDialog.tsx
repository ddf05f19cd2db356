import { useTranslation } from 'react-i18next';
import { closePanel } from '@/app/navigation';
import { AlertDialog } from '@/components/AlertDialog';
import { Button } from '@/components/Button';
import { openEditor } from './open-editor';

/** Asks before an editor with something typed in it is closed. */
export function LeaveDialog({ title, onStay }: { title: string; onStay: () => void }) {
  const { t } = useTranslation();
  const leave = (discard: boolean) => {
    if (discard) openEditor.getState()?.discard();
    onStay();
    closePanel();
  };
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onStay()}
      title={t('appointment.leave.title')}
      description={t('appointment.leave.text', { title })}
      footer={
        <>
          <Button kind="quiet" className="me-auto text-danger!" onClick={() => leave(true)}>
            {t('appointment.leave.discard')}
          </Button>
          <Button onClick={() => leave(false)}>{t('appointment.leave.draft')}</Button>
          <Button kind="primary" onClick={onStay}>
            {t('appointment.leave.stay')}
          </Button>
        </>
      }
    />
  );
}
