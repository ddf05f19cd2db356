import { CopyPlus, Lock, PencilLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Holding } from '../holding';
import { TimeLeft } from './TimeLeft';

const icon = 'size-3 shrink-0';

/** Who holds it: a padlock and the name, or a pencil and the time that I have left. */
export function HoldingMark({ holding, narrow = false }: { holding: Holding; narrow?: boolean }) {
  const { t } = useTranslation();
  if (holding.kind === 'free') return null;
  if (holding.kind === 'mine') {
    return (
      <span className="inline-flex shrink-0 items-center gap-1 font-medium">
        {!narrow && <PencilLine aria-hidden className={icon} />}
        <span className="sr-only">{t('calendar.heldByMe')}</span>
        <TimeLeft until={holding.until} />
      </span>
    );
  }
  return (
    <span className="inline-flex min-w-0 items-center gap-1 font-medium">
      <Lock aria-hidden className={icon} />
      <span className="sr-only">{t('calendar.heldBy')}</span>
      <span className={narrow ? 'overflow-hidden whitespace-nowrap' : 'truncate'}>{holding.name}</span>
    </span>
  );
}

export function OverbookedMark() {
  const { t } = useTranslation();
  return (
    <span className="inline-flex shrink-0 items-center">
      <CopyPlus aria-hidden className={icon} />
      <span className="sr-only">{t('calendar.overbooked')}</span>
    </span>
  );
}
