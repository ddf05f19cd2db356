/** What the server tells over the socket. */
import type { Appointment, Person } from '@/api/types';

export interface Brief {
  id: string;
  title: string;
  patientName: string;
  datebirth: string;
  startTime: string;
}

/** Somebody asks the holder. */
export interface Asked {
  appointment: Brief;
  fromUser: Person;
  lockId: string;
  expiresAt: string;
  /** Null: it waits for ever. */
  respondBy: string | null;
}

/** Who answered; null when it settled itself. */
export interface Answered {
  appointment: Brief;
  fromUser: Person | null;
}

export interface Called {
  appointment: Brief;
  fromUser: Person | null;
  reason: 'withdrawn' | 'lock_ended';
}

export interface Lost {
  appointment: Brief;
  lockId: string;
  reason: 'handed_over' | 'force_released' | 'expired' | 'moved';
  byUser: Person | null;
}

export interface Position {
  x: number;
  y: number;
}

export interface CursorFrame {
  userId: string;
  name: string;
  position: Position;
  view: string;
}

export interface Frames {
  'init-appointments': Appointment[];
  'update-appointments': Appointment;
  'remove-appointments': { id: string; revision: number };
  'request-control': Asked;
  'request-control-approved': Answered;
  'request-control-rejected': Answered;
  'request-control-cancelled': Called;
  'force-release-lock-request': Asked;
  'force-release-lock-approved': Answered;
  'force-release-lock-rejected': Answered;
  'force-release-lock-cancelled': Called;
  'lock-lost': Lost;
  'cursor-position': CursorFrame;
  presence: { users: { id: string; name: string }[] };
  error: { code: string; detail: string };
}

export type FrameName = keyof Frames;

export interface Frame<Name extends FrameName = FrameName> {
  event: Name;
  data: Frames[Name];
  seq?: number;
  epoch?: string;
  serverTime?: string;
}
