import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appointment } from '@/api/types';
import { Badge } from '@/components/Badge';
import { formatAgo, formatWhen, today } from '@/lib/time';
import { showLength } from './show-length';
import { showDate } from './show-value';

/** What stands in an appointment. */
export function Facts({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation();
  const { patientName, datebirth, gender, phone, address, doctorName, note, description, startTime, endTime, overbooked, updatedAt } = appointment;
  const [start, end] = [Date.parse(startTime), Date.parse(endTime)];
  return (
    <>
      <dl className="grid grid-cols-[6.5rem_1fr] gap-x-3 gap-y-2.5">
        <Fact label={t('appointment.fields.when')}>
          <span className="font-medium">{formatWhen(start, end)}</span> <span className="text-soft">({showLength(end - start)})</span>
        </Fact>
        <Fact label={t('appointment.fields.doctorName')}>
          {doctorName ?? <span className="text-soft">{t('appointment.noDoctor')}</span>}
          {overbooked && (
            <span className="mt-1 block">
              <Badge kind="warn">
                <TriangleAlert aria-hidden size={12} />
                {t('appointment.overbooked')}
              </Badge>
              <span className="mt-0.5 block text-[0.8125rem] text-soft">{t('appointment.overbookedHint')}</span>
            </span>
          )}
        </Fact>
        <Fact label={t('appointment.fields.patientName')}>
          <span className="font-medium">{patientName}</span>
        </Fact>
        <Fact label={t('appointment.fields.datebirth')}>
          {showDate(datebirth)} <span className="text-soft">({t('appointment.age', { count: ageOf(datebirth) })})</span>
        </Fact>
        <Fact label={t('appointment.fields.gender')}>{t(`appointment.gender.${gender}`)}</Fact>
        <Fact label={t('appointment.fields.phone')}>
          {phone && (
            <a href={`tel:${phone.replace(/[^+\d]/g, '')}`} className="underline decoration-line underline-offset-2 hover:decoration-ink">
              {phone}
            </a>
          )}
        </Fact>
        <Fact label={t('appointment.fields.address')}>{address}</Fact>
        <Fact label={t('appointment.fields.note')}>{note}</Fact>
        <Fact label={t('appointment.fields.description')}>{description}</Fact>
      </dl>
      <p className="mt-4 text-[0.8125rem] text-soft">{t('appointment.changedAt', { when: formatAgo(Date.parse(updatedAt)) })}</p>
    </>
  );
}

function ageOf(datebirth: string): number {
  return Temporal.PlainDate.from(datebirth).until(today(), { largestUnit: 'years' }).years;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <dt className="text-soft">{label}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere] whitespace-pre-wrap">{children || <span className="text-soft">{t('appointment.none')}</span>}</dd>
    </>
  );
}
