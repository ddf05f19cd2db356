import { randomUUID } from 'node:crypto';

export interface Appointment {
  id: string;
  title: string;
  version: number;
  startTime: string;
  endTime: string;
  doctorName: string | null;
  note: string | null;
  patientName: string;
  appointmentLock: { id: string; userId: string; user: { name: string } } | null;
  [field: string]: unknown;
}

export interface Account {
  id: string;
  name: string;
  email: string;
  password: string;
  isAdmin: boolean;
}

/** The API as somebody signed in, for what a journey needs to be there before and to look at behind the pages. */
export class Api {
  private constructor(
    private readonly url: string,
    readonly token: string,
    readonly userId: string,
  ) {}

  static async signIn(url: string, email: string, password: string): Promise<Api> {
    const answer = await ask<{ token: string; id: string }>(`${url}/api/auth/login`, 'POST', { email, password });
    return new Api(url, answer.token, answer.id);
  }

  call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return ask<T>(`${this.url}/api${path}`, method, body, this.token);
  }

  async user(name: string, isAdmin = false): Promise<Account> {
    const account = { name, email: `${name.toLowerCase()}@clinic.example`, password: `${name.toLowerCase()}-front-desk`, isAdmin };
    const { id } = await this.call<{ id: string }>('POST', '/users', account);
    return { ...account, id };
  }

  book(fields: Partial<Appointment> & { startTime: string; endTime: string; allowOverlap?: boolean }): Promise<Appointment> {
    const content = { title: 'Check-up', patientName: 'Siti Rahma', datebirth: '1988-04-12', gender: 'female', doctorName: 'Dr. Sari', ...fields };
    return this.call('POST', '/appointments', content);
  }

  appointment(id: string): Promise<Appointment> {
    return this.call('GET', `/appointments/${id}`);
  }

  appointments(query = ''): Promise<Appointment[]> {
    return this.call('GET', `/appointments${query}`);
  }

  /** Edits it as somebody else would, elsewhere. */
  async edit(id: string, change: Record<string, unknown>): Promise<Appointment> {
    const { version } = await this.appointment(id);
    await this.lock(id);
    await this.call('PATCH', `/appointments/${id}`, { version, ...change });
    return this.release(id);
  }

  async lock(id: string): Promise<void> {
    const { version } = await this.appointment(id);
    await this.call('POST', `/appointments/${id}/acquire-lock/${version}`);
  }

  release(id: string): Promise<Appointment> {
    return this.call('DELETE', `/appointments/${id}/release-lock`);
  }
}

async function ask<T>(url: string, method: string, body?: unknown, token?: string): Promise<T> {
  const headers: Record<string, string> = {};
  if (token) headers['Authorization'] = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && url.includes('/appointments')) headers['Idempotency-Key'] = randomUUID();
  const response = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}
