import { expect } from 'vitest';
import { day } from '../support/days';
import { Desk } from '../support/desk';
import { journey } from '../support/journey';

journey('another’s cursor stands at the date and time it points to, on a smaller screen, too', async (stage) => {
  const clinic = await stage.clinic();
  const date = day(1);
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  const citra = await Desk.of(stage, clinic.url, clinic.citra, { viewport: { width: 1024, height: 700 } });
  await Promise.all([budi.go(`/week/${date}`), citra.go(`/week/${date}`)]);
  await Promise.all([budi.column(date).waitFor(), citra.column(date).waitFor()]);

  const from = await budi.column(date).boundingBox();
  const to = await citra.column(date).boundingBox();
  if (!from || !to) throw new Error('no columns');
  const share = { x: 0.5, y: (10 * 60) / 1440 };
  const tag = citra.page.locator('[data-cursors] > *').filter({ hasText: 'Budi' });
  // A mouse that stays is not told again, so it moves as hands do.
  await expect
    .poll(async () => {
      await budi.page.mouse.move(from.x + from.width * share.x + 1, from.y + from.height * share.y);
      await budi.page.mouse.move(from.x + from.width * share.x, from.y + from.height * share.y);
      const box = await tag.first().boundingBox().catch(() => null);
      if (!box) return 'nowhere';
      const off = [box.x - (to.x + to.width * share.x), box.y - (to.y + to.height * share.y)];
      return off.every((distance) => Math.abs(distance) < 24) ? 'right' : `off by ${off.map(Math.round).join(', ')}`;
    }, { timeout: 15_000 })
    .toBe('right');
  expect(await budi.page.locator('[data-cursors] > *').count()).toBe(0);
});
