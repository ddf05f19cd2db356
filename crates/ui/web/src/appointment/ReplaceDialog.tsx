import { useTranslation } from 'react-i18next';
import { AlertDialog } from '@/components/AlertDialog';
import { Button } from '@/components/Button';

interface Props {
  /** Of the one that waits; may be empty. */
  title: string;
  onReplace: () => void;
  onLook: () => void;
  onClose: () => void;
}

/** There is one unfinished new appointment at a time: asks before another takes its place. */
export function ReplaceDialog({ title, onReplace, onLook, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('appointment.draft.titleNew')}
      description={t('appointment.replacing.text', { title: title.trim() || t('appointment.replacing.untitled') })}
      footer={
        <>
          <Button kind="quiet" className="me-auto text-danger!" onClick={onReplace}>
            {t('appointment.replacing.replace')}
          </Button>
          <Button onClick={onLook}>{t('appointment.draft.look')}</Button>
          <Button kind="primary" onClick={onClose}>
            {t('appointment.cancelling.back')}
          </Button>
        </>
      }
    />
  );
}
