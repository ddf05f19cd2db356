import type { TFunction } from 'i18next';
import type { Appointment, Conflict, Lock } from './types';

export interface Fault {
  /** Leads into the body (`/endTime`), or names a parameter or header. */
  pointer: string;
  detail: string;
}

interface Members {
  status: number;
  code: string;
  detail: string;
  requestId?: string;
  errors?: Fault[];
  current?: Appointment;
  lock?: Lock;
  conflicts?: Conflict[];
  /** Seconds. */
  retryAfter?: number;
}

/** An answer that is no success. `offline`, with status 0, when nothing answered at all. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId?: string;
  readonly errors: Fault[];
  readonly current?: Appointment;
  readonly lock?: Lock;
  readonly conflicts?: Conflict[];
  readonly retryAfter?: number;

  constructor(members: Members) {
    super(`${members.code}: ${members.detail}`);
    this.name = 'Problem';
    this.status = members.status;
    this.code = members.code;
    this.detail = members.detail;
    this.errors = members.errors ?? [];
    this.requestId = members.requestId;
    this.current = members.current;
    this.lock = members.lock;
    this.conflicts = members.conflicts;
    this.retryAfter = members.retryAfter;
  }

  static offline(): Problem {
    return new Problem({ status: 0, code: 'offline', detail: 'The server cannot be reached.' });
  }

  /** Of an answer's body; a proxy's page instead of a problem counts as the server being away. */
  static of(body: unknown, response: Response): Problem {
    const retryAfter = Number(response.headers.get('retry-after')) || undefined;
    const members = body as Partial<Members> | undefined;
    if (!members || typeof members.code !== 'string') {
      return new Problem({ status: response.status, code: 'unavailable', detail: response.statusText, retryAfter });
    }
    return new Problem({ ...(members as Members), status: response.status, retryAfter });
  }
}

/** Whether the same request may simply be sent again, with the same key. */
export function isPassing(problem: Problem): boolean {
  return ['offline', 'unavailable', 'contended'].includes(problem.code);
}

/** A sentence in the user's language; what the server says where we have no words of our own. */
export function problemText(problem: unknown, t: TFunction): string {
  if (!(problem instanceof Problem)) return t('problems.unknown');
  return t(`problems.${problem.code}`, {
    defaultValue: problem.detail,
    name: problem.lock?.user?.name ?? '',
    seconds: problem.retryAfter ?? 0,
  });
}
