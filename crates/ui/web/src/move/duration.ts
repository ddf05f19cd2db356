import { locale } from '@/lib/time';

/** "1 hr 30 min" in the user's language. */
export function formatDuration(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  const parts = [
    ['day', Math.floor(minutes / 1440)],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ] as const;
  const said = parts.filter(([, count]) => count > 0);
  const format = (unit: string, count: number) => new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short' }).format(count);
  return (said.length > 0 ? said : [['minute', 0] as const]).map(([unit, count]) => format(unit, count)).join(' ');
}
