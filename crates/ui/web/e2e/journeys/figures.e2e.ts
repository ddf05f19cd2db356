import { expect } from 'vitest';
import { day } from '../support/days';
import { Desk } from '../support/desk';
import { busyWeek } from '../support/scene';
import { journey } from '../support/journey';

journey('one live update among 200: within a frame, and nothing else is touched', async (stage) => {
  const clinic = await stage.clinic();
  await busyWeek(clinic);
  const page = await stage.page('budi');
  const budi = new Desk(page, clinic.url);

  // From the frame's arrival in the page until its card has changed and everything is laid out again.
  await page.addInitScript(() => {
    const seen: { took: number; cards: string[] }[] = [];
    Object.assign(window, { seen });
    let arrived = 0;
    const add = WebSocket.prototype.addEventListener;
    WebSocket.prototype.addEventListener = function (this: WebSocket, ...args: Parameters<typeof add>) {
      if (!(this as { watched?: boolean }).watched && args[0] === 'message') {
        Object.assign(this, { watched: true });
        add.call(this, 'message', (event) => {
          if (String((event as MessageEvent).data).includes('"update-appointments"')) arrived = performance.now();
        });
      }
      return add.apply(this, args);
    } as typeof add;
    const watch = new MutationObserver((changes) => {
      if (arrived === 0) return;
      const cards = changes.map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest('[data-appointment]')?.getAttribute('data-appointment'));
      const touched = [...new Set(cards.filter((id): id is string => Boolean(id)))];
      if (touched.length > 0) {
        // With the layout that the change asks for; painting is the compositor's.
        document.body.getBoundingClientRect();
        seen.push({ took: performance.now() - arrived, cards: touched });
        arrived = 0;
      }
    });
    addEventListener('DOMContentLoaded', () => watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true }));
  });

  await page.goto(clinic.url);
  await budi.signIn(clinic.budi);
  await budi.ready();
  await budi.go(`/week/${day(0)}`);
  const shown = page.locator('[data-appointment]');
  await expect.poll(() => shown.count()).toBeGreaterThan(40);
  const ids = await shown.evaluateAll((cards) => [...new Set(cards.map((card) => card.getAttribute('data-appointment') ?? ''))]);

  const took: number[] = [];
  for (const [index, id] of ids.slice(0, 12).entries()) {
    const before = await page.evaluate(() => (window as unknown as { seen: unknown[] }).seen.length);
    await clinic.api.lock(id);
    await expect.poll(() => page.evaluate(() => (window as unknown as { seen: unknown[] }).seen.length), { interval: 20 }).toBeGreaterThan(before);
    const seen = await page.evaluate((from) => (window as unknown as { seen: { took: number; cards: string[] }[] }).seen.slice(from), before);
    expect([...new Set(seen.flatMap(({ cards }) => cards))], 'only its own card changes').toEqual([id]);
    // The first ones warm the engine up.
    if (index >= 2) took.push(...seen.map((one) => one.took));
  }
  took.sort((a, b) => a - b);
  const median = took[Math.floor(took.length / 2)] ?? Infinity;
  console.log(`One live update among ${ids.length} on screen: median ${median.toFixed(1)} ms, slowest ${took.at(-1)?.toFixed(1)} ms`);
  expect(median).toBeLessThanOrEqual(16);
});
