import { expect } from 'vitest';
import type { Locator } from 'playwright-core';
import { at, clinicTime, day } from '../support/days';
import { Desk, until } from '../support/desk';
import { journey } from '../support/journey';

/** Drags the card by so many minutes of the clinic's clock. */
async function drag(desk: Desk, card: Locator, column: Locator, minutes: number, edge = false): Promise<void> {
  await card.scrollIntoViewIfNeeded();
  const [box, height] = await Promise.all([card.boundingBox(), column.evaluate((element) => element.getBoundingClientRect().height)]);
  if (!box) throw new Error('the card is not there');
  const x = box.x + box.width / 2;
  const y = edge ? box.y + box.height - 2 : box.y + box.height / 3;
  await desk.page.mouse.move(x, y);
  await desk.page.mouse.down();
  await desk.page.mouse.move(x, y + ((minutes / 1440) * height) / 2, { steps: 4 });
  await desk.page.mouse.move(x, y + (minutes / 1440) * height, { steps: 4 });
  await desk.page.mouse.up();
}

journey('drag to another time, undo, resize', async (stage) => {
  const clinic = await stage.clinic();
  const date = day(1);
  const booked = await clinic.api.book({ startTime: at(date, '09:00'), endTime: at(date, '10:00') });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/week/${date}`);
  const times = async () => {
    const { startTime, endTime, appointmentLock } = await clinic.api.appointment(booked.id);
    return appointmentLock ? 'held' : `${clinicTime(startTime).slice(11)}-${clinicTime(endTime).slice(11)}`;
  };

  await drag(budi, budi.card(booked), budi.column(date), 90);
  await until(times, (is) => is === '10:30-11:30', 'it was moved by 90 minutes and given back');
  await budi.button('Undo').click();
  await until(times, (is) => is === '09:00-10:00', 'it is back');

  await drag(budi, budi.card(booked), budi.column(date), 30, true);
  await until(times, (is) => is === '09:00-10:30', 'it ends half an hour later');
});

journey('what another holds cannot be dragged, and says why', async (stage) => {
  const clinic = await stage.clinic();
  const date = day(1);
  const booked = await clinic.api.book({ startTime: at(date, '09:00'), endTime: at(date, '10:00') });
  await clinic.api.lock(booked.id);
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/week/${date}`);
  await budi.card(booked).getByText('Ayu Lestari').first().waitFor();
  await drag(budi, budi.card(booked), budi.column(date), 60);
  await budi.reads(/Ayu Lestari (is|has|holds)|(by|held by) Ayu Lestari/);
  expect(clinicTime((await clinic.api.appointment(booked.id)).startTime)).toBe(`${date} 09:00`);
});

journey('drag over free time to book it', async (stage) => {
  const clinic = await stage.clinic();
  const date = day(1);
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/week/${date}`);
  const column = budi.column(date);
  await column.waitFor();
  const box = await column.boundingBox();
  if (!box) throw new Error('no column');
  const y = (minutes: number) => box.y + (box.height * minutes) / 1440;
  await budi.page.mouse.move(box.x + 20, y(10 * 60 + 1));
  await budi.page.mouse.down();
  await budi.page.mouse.move(box.x + 20, y(10 * 60 + 20), { steps: 4 });
  await budi.page.mouse.move(box.x + 20, y(10 * 60 + 44), { steps: 4 });
  await budi.page.mouse.up();
  await expect.poll(() => budi.field('Starts', budi.dialog).inputValue()).toBe(`${date}T10:00`);
  expect(await budi.field('Ends', budi.dialog).inputValue()).toBe(`${date}T10:45`);
});

journey('a clash on dropping names it and offers to book anyway', async (stage) => {
  const clinic = await stage.clinic();
  const date = day(1);
  const booked = await clinic.api.book({ startTime: at(date, '09:00'), endTime: at(date, '10:00') });
  await clinic.api.book({ startTime: at(date, '11:00'), endTime: at(date, '12:00'), title: 'Root canal' });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/week/${date}`);
  await drag(budi, budi.card(booked), budi.column(date), 120);
  await budi.button('Book anyway').click();
  await until(
    () => clinic.api.appointment(booked.id),
    ({ startTime, overbooked }) => clinicTime(startTime) === `${date} 11:00` && overbooked === true,
    'it is overbooked',
  );
});
