import { Globe } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { clinicZone } from '@/lib/time';
import { now } from '@/live/clock';

/** Who sits in another zone than the clinic should know whose hours these are. */
export function ZoneNote() {
  const { t } = useTranslation();
  const [clinic, device] = [clinicZone(), Temporal.Now.timeZoneId()];
  if (sameZone(clinic, device)) return null;
  return (
    <p role="note" className="flex items-center gap-1.5 text-[0.8125rem] text-soft">
      <Globe aria-hidden size={14} className="shrink-0" />
      {t('calendar.zoneNote', { clinic, device })}
    </p>
  );
}

/** Zones have several names: "Asia/Calcutta" is "Asia/Kolkata". */
function sameZone(a: string, b: string): boolean {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.round(now()));
  return a === b || at.toZonedDateTimeISO(a).equals(at.toZonedDateTimeISO(b));
}
