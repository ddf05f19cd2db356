import { type Account, Api } from './api';
import type { Server, Settings } from './server';

/** A server with its people: Ayu is an administrator, Budi and Citra are at the front desk. */
export interface Clinic {
  server: Server;
  url: string;
  /** The API as Ayu. */
  api: Api;
  ayu: Account;
  budi: Account;
  citra: Account;
}

export async function openClinic(start: (settings: Settings) => Promise<Server>): Promise<Clinic> {
  const ayu: Account = { id: '', name: 'Administrator', email: 'ayu@clinic.example', password: 'ayu-front-desk', isAdmin: true };
  const server = await start({ ADMIN_EMAIL: ayu.email, ADMIN_PASSWORD: ayu.password });
  const api = await Api.signIn(server.url, ayu.email, ayu.password);
  ayu.id = api.userId;
  ayu.name = 'Ayu Lestari';
  await api.call('PATCH', `/users/${ayu.id}`, { name: ayu.name });
  const [budi, citra] = await Promise.all([api.user('Budi'), api.user('Citra')]);
  return { server, url: server.url, api, ayu, budi, citra };
}
