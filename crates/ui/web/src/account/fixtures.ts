/** What the tests of these pages have in common. */
import type { AppConfig, SessionAnswer, User } from '@/api/types';

export function userOf(change: Partial<User> = {}): User {
  return { id: '01a20676-9279-7558-a335-a88f4b3286a7', name: 'Ayu', email: 'ayu@clinic.example', isAdmin: true, createdAt: '2026-11-23T03:00:00.000Z', ...change };
}

export function answerOf(change: Partial<User> = {}): SessionAnswer {
  return { ...userOf(change), token: 'token', expiresAt: '2036-11-23T03:00:00.000Z' };
}

export function configOf(change: Partial<AppConfig> = {}): AppConfig {
  return {
    version: '1.0.0',
    serverTime: '2026-11-23T03:00:00.000Z',
    timeZone: 'Asia/Jakarta',
    clinicName: 'Klinik Sehat',
    openingHours: '08:00-18:00',
    signup: false,
    setupNeeded: false,
    lockTtl: 300,
    requestTimeout: 60,
    ...change,
  };
}
