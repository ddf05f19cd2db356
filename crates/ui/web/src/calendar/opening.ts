/** The opening hours as minutes of the wall clock. */
export interface Opening {
  from: number;
  to: number;
}

const WORKDAY: Opening = { from: 480, to: 1080 };

/** Of "08:00-18:00". */
export function openingOf(hours: string | undefined): Opening {
  const [from, to] = (hours ?? '').split('-').map(minutesOf);
  return from !== undefined && to !== undefined && from < to ? { from, to } : WORKDAY;
}

function minutesOf(text: string): number | undefined {
  const match = /^(\d\d):(\d\d)$/.exec(text.trim());
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}
