/** The API's types under the names that the calendar uses. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Appointment = Omit<Schemas['Appointment'], 'appointmentLock'> & { appointmentLock: Lock | null };
export type Person = NonNullable<Schemas['PersonOrNull']>;
/** A lock always has its holder; the document's schema is shared with members that may be null. */
export type Lock = NonNullable<Schemas['LockOrNull']> & { user: Person };
export type LockAnswer = Schemas['LockAnswer'] & { user: Person };
export type LiveLock = Schemas['LiveLock'];
export type User = Schemas['User'];
export type Gender = Schemas['Gender'];
export type AppConfig = Schemas['Config'];
export type Conflict = Schemas['Conflict'];
export type HistoryEntry = Schemas['Event'];
export type AuditEvent = Schemas['AuditEvent'];
export type Patient = Schemas['Patient'];
export type Erasure = Schemas['Erasure'];
export type SessionAnswer = Schemas['SignedIn'];
export type PasswordLink = Schemas['PasswordLink'];

/** What people write in an appointment. */
export type Content = Omit<Schemas['NewAppointment'], 'allowOverlap'>;
export type Change = Partial<Content>;
