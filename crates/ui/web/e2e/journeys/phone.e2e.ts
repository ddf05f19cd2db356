import { expect } from 'vitest';
import { at, day } from '../support/days';
import { Desk } from '../support/desk';
import { journey } from '../support/journey';

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

journey('on a phone: one day, edited full screen, nothing wider than the screen', async (stage) => {
  const clinic = await stage.clinic();
  const booked = await clinic.api.book({ startTime: at(day(0), '09:00'), endTime: at(day(0), '10:00') });
  const budi = await Desk.of(stage, clinic.url, clinic.budi, PHONE);
  const fits = () => budi.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
  await budi.column(day(0)).waitFor();
  expect(await budi.page.locator('[data-column][data-date]').evaluateAll((columns) => new Set(columns.map((column) => column.getAttribute('data-date'))).size)).toBe(1);
  expect(await fits()).toBe(true);

  await budi.card(booked).tap();
  await budi.button('Edit', budi.dialog).tap();
  await budi.editor();
  const box = await budi.dialog.boundingBox();
  expect(box?.width).toBe(390);
  expect(await fits()).toBe(true);
  await budi.field('Note', budi.dialog).fill('from the corridor');
  await budi.saveButton.tap();
  await expect.poll(async () => (await clinic.api.appointment(booked.id)).note).toBe('from the corridor');
});
