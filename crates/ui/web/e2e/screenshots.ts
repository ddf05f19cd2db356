// Makes the pictures of the README: npm run screenshots
import { mkdir, stat } from 'node:fs/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Account } from './support/api';
import { day } from './support/days';
import { Desk } from './support/desk';
import { type Scene, liveClinic } from './support/scene';
import { Stage } from './support/stage';

const FOLDER = new URL('../../../../docs/screenshots/', import.meta.url);
const LIMIT = 150_000;

async function picture(page: Page, name: string): Promise<void> {
  // Nothing half way: no transition, no blinking caret.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => document.fonts.ready));
  const file = new URL(`${name}.png`, FOLDER).pathname;
  await page.screenshot({ path: file, caret: 'hide', animations: 'disabled' });
  const { size } = await stat(file);
  console.log(`${name}.png ${Math.round(size / 1000)} KB`);
  if (size > LIMIT) process.exitCode = 1;
}

/** A visit by its title. */
function visit(scene: Scene, title: string): { id: string } {
  return { id: scene.visits.get(title) ?? '' };
}

async function edit(desk: Desk, scene: Scene, view: string, title: string): Promise<void> {
  const { id } = visit(scene, title);
  await desk.go(`${view}/appointment/${id}/edit`);
  await desk.editor();
}

/** Points somewhere in a day's column, until the other one sees it. */
async function point(from: Desk, to: Desk, date: string, share: [number, number]): Promise<void> {
  const box = await from.column(date).boundingBox();
  if (!box) return;
  const cursor = to.page.locator('[data-cursors] > *').first();
  for (let step = 0; step < 20 && !(await cursor.isVisible()); step += 1) {
    await from.page.mouse.move(box.x + box.width * share[0] + (step % 2), box.y + box.height * share[1]);
    await cursor.waitFor({ timeout: 300 }).catch(() => undefined);
  }
}

const stage = new Stage();
await mkdir(FOLDER, { recursive: true });
const scene = await liveClinic(stage);
const at = (account: Account, options: BrowserContextOptions = {}) => Desk.of(stage, scene.url, account, options);

const week = `/week/${day(0)}`;
const today = `/day/${day(0)}`;
const ayu = await at(scene.ayu);
const budi = await at(scene.budi);
const citra = await at(scene.citra);
const monday = `/day/${scene.dayOf(0)}`;
await Promise.all([ayu.go(week), budi.go(monday), citra.go(week)]);
await edit(budi, scene, monday, 'Blood pressure');
await edit(citra, scene, week, 'Prenatal visit');
await ayu.card(visit(scene, 'Prenatal visit')).getByText('Citra Dewi').first().waitFor();
const visitor = await at(scene.citra);
await visitor.go(week);
await point(visitor, ayu, scene.dayOf(3), [0.5, 10.4 / 24]);
await picture(ayu.page, 'week');

await ayu.page.emulateMedia({ colorScheme: 'dark' });
await point(visitor, ayu, scene.dayOf(3), [0.5, 10.4 / 24]);
await picture(ayu.page, 'dark');
await ayu.page.emulateMedia({ colorScheme: 'light' });

await ayu.go(monday);
await ayu.page.mouse.move(0, 0);
await ayu.card(visit(scene, 'Blood pressure')).getByText('Budi Santoso').first().waitFor();
await picture(ayu.page, 'day');

await ayu.go(`${monday}/appointment/${visit(scene, 'Blood pressure').id}`);
await ayu.button('Request control').waitFor();
await budi.field('Note', budi.dialog).fill('Bring the results of the last visit. Measured twice: 135/85.');
await picture(budi.page, 'editor');

await ayu.button('Request control').click();
await budi.alert.waitFor();
await picture(budi.page, 'holders-dialog');

const phone = await at(scene.citra, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
await phone.go(today);
await phone.column(day(0)).waitFor();
await picture(phone.page, 'phone');
await stage.close();
