/**
 * Writes that were sent and whose answers never came. Whoever asks for the same once more sends it under the same key, so that
 * it happens once: also after the editor was closed, or the page loaded anew.
 */
import { tab } from '@/lib/storage';

export const UNSETTLED = 'unsettled:';

/** Sends `request`, about an appointment or a new one, under the key that it had before if it is the same. */
export async function once<T>(user: string, about: string, request: unknown, send: (key: string) => Promise<T>): Promise<T> {
  const place = `${UNSETTLED}${user}:${about}`;
  const said = JSON.stringify(request);
  const [before, known] = JSON.parse(tab.get(place) ?? '[]') as string[];
  const key = before === said && known ? known : crypto.randomUUID();
  tab.set(place, JSON.stringify([said, key]));
  const answer = await send(key);
  // A refusal leaves it there: refusals are not kept under a key, and an attempt before it may have gone through.
  tab.remove(place);
  return answer;
}
