import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { PanelFooter } from './PanelFooter';

interface Props {
  form: string;
  saving: boolean;
  disabled: boolean;
  onSaveKeep?: () => void;
  onCancelAppointment?: () => void;
}

/** Save, and what else one may do with an appointment while editing it. */
export function EditFooter({ form, saving, disabled, onSaveKeep, onCancelAppointment }: Props) {
  const { t } = useTranslation();
  return (
    <PanelFooter>
      <Button kind="primary" type="submit" form={form} disabled={disabled || saving} aria-keyshortcuts="Control+Enter Meta+Enter" title="Ctrl+Enter">
        {t(saving ? 'appointment.saving' : 'appointment.save')}
      </Button>
      {onSaveKeep && (
        <Button onClick={onSaveKeep} disabled={disabled || saving}>
          {t('appointment.saveKeep')}
        </Button>
      )}
      {onCancelAppointment && (
        <Button kind="quiet" className="ms-auto text-danger!" onClick={onCancelAppointment} disabled={saving}>
          {t('appointment.cancel')}
        </Button>
      )}
    </PanelFooter>
  );
}
