/** Entries of the access log in words. */
import type { TFunction } from 'i18next';
import type { AuditEvent } from '@/api/types';
import type en from '@/i18n/en.json';
import { clinicZone, formatDates, formatMoment, locale, zoned } from '@/lib/time';

type Words = (typeof en)['admin']['audit'];

/** A sentence: who did what to whom. */
export function auditText(event: AuditEvent, t: TFunction): string {
  const { actor, subject, window } = event;
  // Every kind and field that the API names has its words: the compiler holds it.
  const kind: keyof Words['kind'] = event.kind;
  const words = {
    actor: actor?.name ?? t('admin.audit.nobody'),
    subject: subject?.name ?? t('admin.audit.noUser'),
    window: window ? windowText(window) : '',
    fields: fieldNames(event.changed, t),
    kind,
  };
  if (kind === 'user_changed' && actor && actor.id === subject?.id) return t('admin.audit.ownAccount', words);
  return t(`admin.audit.kind.${kind}`, { ...words, defaultValue: t('admin.audit.other', words) });
}

function fieldNames(changed: AuditEvent['changed'], t: TFunction): string {
  const names: (keyof Words['field'])[] = changed.length > 0 ? changed : ['none'];
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names.map((name) => t(`admin.audit.field.${name}`, { defaultValue: name })));
}

/** Calendars show whole days; another client may have looked at any time. */
function windowText({ from, to }: NonNullable<AuditEvent['window']>): string {
  const [start, end] = [zoned(from), zoned(to)];
  const isMidnight = (at: Temporal.ZonedDateTime) => at.equals(at.toPlainDate().toZonedDateTime(clinicZone()));
  if (isMidnight(start) && isMidnight(end)) return formatDates(start.toPlainDate(), end.toPlainDate().subtract({ days: 1 }));
  return `${formatMoment(Date.parse(from))} – ${formatMoment(Date.parse(to))}`;
}
