import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '@/account/BusyButton';
import { Trouble } from '@/account/Trouble';
import { Problem } from '@/api/problem';
import { AlertDialog } from '@/components/AlertDialog';

interface Props {
  title: string;
  text: string;
  /** What to know besides. */
  warning?: ReactNode;
  confirm: string;
  isGrave?: boolean;
  action: () => Promise<void>;
  onClose: () => void;
}

/** A question, and what is done after a yes; a refusal is said in place. */
export function ConfirmDialog({ title, text, warning, confirm, isGrave = false, action, onClose }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const isLastAdmin = problem instanceof Problem && problem.code === 'last_admin';

  const go = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await action();
    } catch (refusal) {
      setProblem(refusal);
    } finally {
      setBusy(false);
    }
  };
  const footer = (
    <>
      <BusyButton blocked={busy} onClick={onClose}>
        {isLastAdmin ? t('app.close') : t('app.cancel')}
      </BusyButton>
      <BusyButton kind={isGrave ? 'danger' : 'primary'} busy={busy} blocked={isLastAdmin} onClick={() => void go()}>
        {confirm}
      </BusyButton>
    </>
  );
  return (
    <AlertDialog open onOpenChange={(open) => !open && !busy && onClose()} title={title} description={text} footer={footer}>
      {warning && !problem && <p className="rounded-md bg-warn-soft px-3 py-2.5 text-warn">{warning}</p>}
      <Trouble problem={problem} words={{ last_admin: t('admin.users.lastAdmin') }} />
    </AlertDialog>
  );
}
