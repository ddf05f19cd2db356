import { clinicZone, locale } from '@/lib/time';
import { dayStart } from '../layout/geometry';

/** The clinic's zone in short, as it is called on that day: "GMT+7". */
export function ZoneLabel({ date }: { date: string }) {
  const zone = clinicZone();
  const parts = new Intl.DateTimeFormat(locale(), { timeZone: zone, timeZoneName: 'short' }).formatToParts(dayStart(date));
  return (
    <abbr title={zone} className="truncate no-underline">
      {parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone}
    </abbr>
  );
}
