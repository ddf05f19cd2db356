/** Events in words. */
import type { TFunction } from 'i18next';
import type { HistoryEntry } from '@/api/types';
import { formatMoment, locale } from '@/lib/time';
import { isField } from './fields';

export interface Told {
  seq: number;
  at: string;
  text: string;
  /** Reason, times and doctor, from and to. */
  lines: string[];
  /** Of who did it; null: the system. */
  actor: HistoryEntry['actor'];
}

/** The newest first. What one person did over and over, as keeping a lock, is one line. */
export function tell(entries: readonly HistoryEntry[], t: TFunction): Told[] {
  const told: Told[] = [];
  for (let index = 0; index < entries.length; ) {
    const entry = entries[index] as HistoryEntry;
    const count = runLength(entries, index);
    told.push({ seq: entry.seq, at: entry.at, text: sentence(entry, count, t), lines: lines(entry, t), actor: entry.actor });
    index += count;
  }
  return told;
}

function runLength(entries: readonly HistoryEntry[], from: number): number {
  const first = entries[from];
  if (first?.kind !== 'renewed') return 1;
  let to = from + 1;
  while (entries[to]?.kind === 'renewed' && entries[to]?.actor?.id === first.actor?.id) to++;
  return to - from;
}

function sentence({ kind, actor, subject, detail }: HistoryEntry, count: number, t: TFunction): string {
  const words = {
    actor: actor?.name ?? t('appointment.log.system'),
    subject: subject?.name ?? t('appointment.log.nobody'),
    fields: fieldNames(detail.changed ?? [], t),
    count,
    kind,
  };
  if (kind === 'edited' && words.fields) return t('appointment.log.editedFields', words);
  return t(`appointment.log.${kind}`, { ...words, defaultValue: t('appointment.log.other', words) });
}

function fieldNames(names: readonly string[], t: TFunction): string {
  const labels = names.filter(isField).map((name) => t(`appointment.fields.${name}`));
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(labels);
}

function lines({ detail }: HistoryEntry, t: TFunction): string[] {
  const line = (name: string, from: string, to: string) => t('appointment.log.from', { field: t(`appointment.fields.${name}`), from, to });
  const doctor = (name: string | null) => name ?? t('appointment.noDoctor');
  const { startTime, endTime, doctorName, reason } = detail;
  return [
    startTime && line('startTime', formatMoment(Date.parse(startTime.from)), formatMoment(Date.parse(startTime.to))),
    endTime && line('endTime', formatMoment(Date.parse(endTime.from)), formatMoment(Date.parse(endTime.to))),
    doctorName && line('doctorName', doctor(doctorName.from), doctor(doctorName.to)),
    reason && t('appointment.log.reason', { reason }),
  ].filter((text): text is string => Boolean(text));
}
