import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/account/CopyButton';
import type { PasswordLink } from '@/api/types';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { Input } from '@/components/Input';
import { formatMoment } from '@/lib/time';

interface Props {
  name: string;
  link: PasswordLink;
  onClose: () => void;
}

/** The only time that a password link is shown. */
export function LinkDialog({ name, link, onClose }: Props) {
  const { t } = useTranslation();
  const footer = (
    <Button kind="primary" onClick={onClose}>
      {t('admin.link.done')}
    </Button>
  );
  return (
    <Dialog open keep onOpenChange={onClose} title={t('admin.link.title', { name })} description={t('admin.link.text', { name })} footer={footer}>
      <div className="flex items-end gap-2">
        <Field label={t('admin.link.label')} className="grow">
          <Input readOnly autoFocus dir="ltr" value={link.url} onFocus={(event) => event.target.select()} className="font-mono text-xs" />
        </Field>
        <CopyButton text={link.url} label={t('admin.link.copy')} copied={t('admin.link.copied')} />
      </div>
      <p className="mt-2 text-soft">{t('admin.link.until', { when: formatMoment(Date.parse(link.expiresAt)) })}</p>
    </Dialog>
  );
}
