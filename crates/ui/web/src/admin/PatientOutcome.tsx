import { clsx } from 'clsx';
import { useTranslation } from 'react-i18next';
import type { Erasure } from '@/api/types';
import { Button } from '@/components/Button';

/** What was done with a patient's data. */
export type Outcome = { kind: 'taken'; name: string; count: number; file: string } | { kind: 'erased'; name: string; erasure: Erasure };

/** Told to those who hear the page, too, as soon as it is there; what is held can be gone to. */
export function PatientOutcome({ outcome, onOpen }: { outcome: Outcome | null; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const held = outcome?.kind === 'erased' ? outcome.erasure.locked : [];
  return (
    <>
      <div role="status" className={clsx('space-y-2 font-medium [overflow-wrap:anywhere]', outcome && 'mt-6')}>
        {outcome?.kind === 'taken' && <p>{t('admin.patients.taken', { ...outcome })}</p>}
        {outcome?.kind === 'erased' && <Erased name={outcome.name} erasure={outcome.erasure} />}
      </div>
      {held.length > 0 && (
        <ul className="mt-3 flex flex-wrap gap-2">
          {held.map((id, index) => (
            <li key={id}>
              <Button small onClick={() => onOpen(id)}>
                {t('admin.patients.openHeld', { number: index + 1 })}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Erased({ name, erasure: { erased, locked } }: { name: string; erasure: Erasure }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{erased.length > 0 ? t('admin.patients.erased', { name, count: erased.length }) : t('admin.patients.erasedNone', { name })}</p>
      {locked.length > 0 && <p className="text-warn">{t('admin.patients.held', { count: locked.length })}</p>}
    </>
  );
}
