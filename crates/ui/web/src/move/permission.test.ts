import { expect, test } from 'vitest';
import { appointmentOf, lockOf } from './fixtures';
import { permission } from './permission';

const calm = { me: 'me', now: Date.parse('2026-12-01T00:00Z'), online: true, busy: false };
const held = appointmentOf({ appointmentLock: lockOf() });

test.each([
  ['free', appointmentOf(), calm, { may: true }],
  ['held by somebody', held, calm, { may: false, why: 'held', by: 'Budi' }],
  ['held by me', appointmentOf({ appointmentLock: lockOf({ userId: 'me' }) }), calm, { may: true }],
  ['its lock is over', appointmentOf({ appointmentLock: lockOf({ expiresAt: '2026-11-30T00:00:00.000Z' }) }), calm, { may: true }],
  ['offline', appointmentOf(), { ...calm, online: false }, { may: false, why: 'offline' }],
  ['being moved', appointmentOf(), { ...calm, busy: true }, { may: false, why: 'busy' }],
])('%s', (_, appointment, circumstances, answer) => {
  expect(permission(appointment, circumstances)).toEqual(answer);
});
