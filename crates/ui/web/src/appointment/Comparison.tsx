import { useTranslation } from 'react-i18next';
import type { FormValues } from './fields';
import { compare } from './merge';
import { showValue } from './show-value';

/** What a draft says beside what is there now, where they differ. */
export function Comparison({ now, yours }: { now: FormValues | null; yours: FormValues }) {
  const { t } = useTranslation();
  const rows = now ? compare(now, yours) : compare(empty(yours), yours);
  return (
    <table className="w-full table-fixed border-collapse text-start text-[0.8125rem]">
      <caption className="sr-only">{t('appointment.draft.caption')}</caption>
      <thead>
        <tr className="text-soft">
          <th scope="col" className="w-24 border-b border-line py-1.5 pe-2 text-start font-medium">
            {t('appointment.draft.field')}
          </th>
          {now && (
            <th scope="col" className="border-b border-line py-1.5 pe-2 text-start font-medium">
              {t('appointment.draft.now')}
            </th>
          )}
          <th scope="col" className="border-b border-line py-1.5 text-start font-medium">
            {t('appointment.draft.yours')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} className="align-top">
            <th scope="row" className="border-b border-line py-1.5 pe-2 text-start font-medium">
              {t(`appointment.fields.${row.name}`)}
            </th>
            {now && <td className="border-b border-line py-1.5 pe-2 text-soft [overflow-wrap:anywhere] whitespace-pre-wrap">{showValue(row.name, row.now, t)}</td>}
            <td className="border-b border-line py-1.5 [overflow-wrap:anywhere] whitespace-pre-wrap">{showValue(row.name, row.yours, t)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function empty(values: FormValues): FormValues {
  return Object.fromEntries(Object.keys(values).map((name) => [name, ''])) as FormValues;
}
