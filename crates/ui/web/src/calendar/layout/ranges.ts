export type View = 'month' | 'week' | 'day' | 'agenda';
export const VIEWS: readonly View[] = ['month', 'week', 'day', 'agenda'];
const AGENDA_DAYS = 30;

/** The days that a view of that date shows. `firstDay`: 1 Monday … 7 Sunday. */
export function daysOf(view: View, date: string, firstDay = 1): string[] {
  const day = Temporal.PlainDate.from(date);
  switch (view) {
    case 'day':
      return [day.toString()];
    case 'agenda':
      return run(day, AGENDA_DAYS);
    case 'week':
      return run(weekStart(day, firstDay), 7);
    case 'month': {
      const start = weekStart(day.with({ day: 1 }), firstDay);
      const end = weekStart(day.with({ day: day.daysInMonth }), firstDay).add({ days: 7 });
      return run(start, start.until(end).days);
    }
  }
}

/** The date to show after Back (-1) or Next (1). */
export function step(view: View, date: string, direction: -1 | 1): string {
  const day = Temporal.PlainDate.from(date);
  switch (view) {
    case 'day':
      return day.add({ days: direction }).toString();
    case 'agenda':
      return day.add({ days: direction * AGENDA_DAYS }).toString();
    case 'week':
      return day.add({ weeks: direction }).toString();
    case 'month':
      return day.add({ months: direction }).toString();
  }
}

export function weeksOf(days: readonly string[]): string[][] {
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}

/** The locale's first day of the week; Monday where the browser does not know. */
export function firstDayOf(language: string): number {
  const locale: Intl.Locale & { weekInfo?: WeekInfo; getWeekInfo?: () => WeekInfo } = new Intl.Locale(language).maximize();
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}

interface WeekInfo {
  firstDay: number;
}

function weekStart(day: Temporal.PlainDate, firstDay: number): Temporal.PlainDate {
  return day.subtract({ days: (day.dayOfWeek - firstDay + 7) % 7 });
}

function run(start: Temporal.PlainDate, length: number): string[] {
  return Array.from({ length }, (_, index) => start.add({ days: index }).toString());
}
