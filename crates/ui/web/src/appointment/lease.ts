/** Takes, renews and gives back the lock of one appointment for this tab; what it all means stands in lease-state. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { acquireLock, lockStatus, releaseLock } from '@/api/calls';
import { Problem } from '@/api/problem';
import type { Appointment, Lock } from '@/api/types';
import { getAppointmentNow, put, subscribe } from '@/live/appointments';
import { now } from '@/live/clock';
import { isOnline, onFrame } from '@/live/connection';
import { lastActivity, watchActivity } from './activity';
import { IDLE, isRenewalDue, mayGoOn, step, tickOf, type Lease, type LeaseEvent } from './lease-state';

/** A tick so late means that the machine slept. */
const SLEPT = 10_000;
const TRIES = 5;

export interface LeaseHandle {
  state: StoreApi<Lease>;
  /** Takes the lock, of whatever version the appointment has by now; answers the appointment as it was locked, or null. */
  acquire(from: Appointment, options?: { move?: boolean }): Promise<Appointment | null>;
  renew(): Promise<void>;
  /** Done when nothing that was asked for before can come back with a lock any more. */
  release(options?: { keepalive?: boolean }): Promise<void>;
  /** A write was answered with `lock_not_held` or the like. */
  notHeld(): void;
  /** Asks the server whether the lock still stands: after a sleep, or when the connection is back. */
  recheck(): Promise<void>;
  dispose(): void;
}

export const lockOf = (handle: LeaseHandle | undefined): Lock | null => {
  const state = handle?.state.getState();
  return state?.phase === 'held' ? state.lock : null;
};

export function createLease(id: string): LeaseHandle {
  const state = createStore<Lease>(() => IDLE);
  /** Counts what was begun; an answer that comes after something newer was begun is passed over. */
  let turn = 0;
  let version = 1;
  let leaving: Promise<unknown> = Promise.resolve();
  /** All that may still be answered with a lock. */
  let asking: Promise<unknown> = Promise.resolve();
  let renewing = false;
  let renewAfter = 0;
  let ticked = now();

  watchActivity();
  const send = (event: LeaseEvent) => {
    state.setState(step(state.getState(), event), true);
    if (event.type === 'granted') schedule();
  };
  function tracked<T>(asked: Promise<T>): Promise<T> {
    asking = Promise.allSettled([asking, asked]);
    return asked;
  }
  const look = () => {
    const shown = getAppointmentNow(id);
    if (!shown) return;
    version = Math.max(version, shown.version);
    send({ type: 'seen', lock: shown.appointmentLock, revision: shown.revision, at: now() });
  };

  async function take(from: Appointment, { move = false }: { move?: boolean } = {}): Promise<Appointment | null> {
    const mine = ++turn;
    const isOver = () => mine !== turn;
    send({ type: 'acquire' });
    await leaving;
    let current = from;
    for (let tries = 0; !isOver(); ) {
      try {
        const lock = await acquireLock(id, current.version, { move });
        if (isOver()) return giveBack(lock);
        version = current.version;
        send({ type: 'granted', lock, at: now() });
        look();
        return getAppointmentNow(id)?.version === current.version ? (getAppointmentNow(id) ?? current) : current;
      } catch (cause) {
        if (isOver()) return null;
        const problem = asProblem(cause);
        if (problem.code === 'version_conflict' && problem.current && ++tries < TRIES) {
          current = problem.current;
          put(current);
        } else if (problem.code === 'rate_limited') {
          const pause = (problem.retryAfter ?? 1) * 1000;
          send({ type: 'wait', until: now() + pause });
          await new Promise((resolve) => setTimeout(resolve, pause));
        } else {
          send(refusal(problem));
          return null;
        }
      }
    }
    return null;
  }

  /** Closed, or lost, while the answer was on its way. If it was opened again meanwhile, that one shares the lock. */
  function giveBack(lock: Lock): null {
    const { phase } = state.getState();
    if (phase !== 'acquiring' && phase !== 'held') leaving = releaseLock(id, { lock: lock.id }).catch(() => undefined);
    return null;
  }

  async function extend(): Promise<void> {
    const held = state.getState();
    if (held.phase !== 'held' || renewing) return;
    renewing = true;
    const mine = turn;
    try {
      const lock = await acquireLock(id, version, { lock: held.lock.id });
      // The time may have run out here before the answer came; the server knows better.
      if (mine === turn && mayGoOn(state.getState(), held.lock.id)) send({ type: 'granted', lock, at: now() });
      else giveBack(lock);
    } catch (cause) {
      const problem = asProblem(cause);
      renewAfter = now() + (problem.retryAfter ?? 5) * 1000;
      const isOurs = mine === turn && lockOf(handle)?.id === held.lock.id;
      if (isOurs && ['locked', 'locked_elsewhere', 'lock_changed'].includes(problem.code)) send({ type: 'checked', lock: problem.lock ?? null, at: now() });
      if (isOurs && ['version_conflict', 'appointment_not_found'].includes(problem.code)) send({ type: 'not-held', at: now() });
    } finally {
      renewing = false;
    }
  }

  async function release({ keepalive }: { keepalive?: boolean } = {}): Promise<void> {
    const lock = lockOf(handle);
    turn++;
    send({ type: 'released' });
    if (lock) leaving = releaseLock(id, { lock: lock.id, keepalive }).catch(() => undefined);
    await asking;
    await leaving;
  }

  async function recheck(): Promise<void> {
    tick();
    const held = lockOf(handle);
    if (!held) return;
    const lock = await lockStatus(id).catch(() => held);
    if (lockOf(handle)?.id === held.id) send({ type: 'checked', lock, at: now() });
  }

  function tick(): void {
    ticked = now();
    send({ type: 'tick', at: ticked, online: isOnline() });
    if (ticked >= renewAfter && isRenewalDue(state.getState(), ticked, lastActivity())) void handle.renew();
  }

  let timer: ReturnType<typeof setTimeout>;
  function schedule(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      schedule();
      if (now() - ticked > SLEPT) void recheck();
      else tick();
    }, tickOf(state.getState()));
  }
  schedule();
  const stops = [
    () => clearTimeout(timer),
    subscribe(id, look),
    onFrame('lock-lost', ({ lockId, reason, byUser }) => send({ type: 'lock-lost', lockId, reason, by: byUser })),
  ];

  const handle: LeaseHandle = {
    state,
    acquire: (from, options) => tracked(take(from, options)),
    renew: () => tracked(extend()),
    release,
    recheck,
    notHeld: () => send({ type: 'not-held', at: now() }),
    dispose: () => stops.forEach((stop) => stop()),
  };
  return handle;
}

function asProblem(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  throw cause;
}

function refusal(problem: Problem): LeaseEvent {
  const lock = problem.lock ?? null;
  if (problem.code === 'locked') return { type: 'locked', lock };
  if (problem.code === 'locked_elsewhere') return { type: 'elsewhere', lock };
  return { type: 'failed', problem };
}
