/** A length of time in words: "1 hr 30 min"; seconds only where there is no minute. */
import { locale } from '@/lib/time';

const UNITS = ['day', 'hour', 'minute', 'second'] as const;
const MINUTE = 60_000;

export function showLength(milliseconds: number): string {
  const whole = Math.max(0, Math.round(milliseconds));
  const rounding = { largestUnit: 'days', smallestUnit: whole < MINUTE ? 'seconds' : 'minutes', roundingMode: 'trunc' } as const;
  const { days, hours, minutes, seconds } = Temporal.Duration.from({ milliseconds: whole }).round(rounding);
  const values = { day: days, hour: hours, minute: minutes, second: seconds };
  const told = UNITS.filter((unit) => values[unit] > 0);
  const number = (unit: (typeof UNITS)[number]) => new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short' }).format(values[unit]);
  return (told.length > 0 ? told : (['second'] as const)).map(number).join(' ');
}
