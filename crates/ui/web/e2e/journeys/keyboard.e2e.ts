import { expect } from 'vitest';
import { at, clinicTime, day } from '../support/days';
import { Desk, until } from '../support/desk';
import { journey } from '../support/journey';

journey('by keyboard alone: sign in, find, move, edit, save', async (stage) => {
  const clinic = await stage.clinic();
  const date = day(1);
  const booked = await clinic.api.book({ startTime: at(date, '09:00'), endTime: at(date, '10:00') });
  const page = await stage.page('budi');
  const budi = new Desk(page, clinic.url);
  const { keyboard } = page;
  const card = `[data-appointment="${booked.id}"]`;
  const focused = () => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 300) ?? '');
  const tabTo = async (selector: string) => {
    for (let presses = 0; presses < 80; presses += 1) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      await keyboard.press('Tab');
    }
    throw new Error(`Tab never comes to ${selector}; it is at ${await focused()}`);
  };
  const onCard = () => page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, card);
  const start = async () => clinicTime((await clinic.api.appointment(booked.id)).startTime);

  await page.goto(`${clinic.url}/#/day/${date}`);
  await budi.field('E-mail').waitFor();
  await keyboard.type(clinic.budi.email);
  await keyboard.press('Tab');
  await keyboard.type(clinic.budi.password);
  await keyboard.press('Enter');
  await budi.ready();
  await budi.card(booked).waitFor();

  await tabTo(card);
  await keyboard.press('Alt+ArrowDown');
  await keyboard.press('Alt+ArrowDown');
  await until(start, (is) => is === `${date} 09:30`, 'it was moved by half an hour');
  await until(
    () => clinic.api.appointment(booked.id),
    ({ appointmentLock }) => appointmentLock === null,
    'the lock is given back',
  );
  await budi.button('Undo').waitFor();
  await until(onCard, (is) => is, 'the moved card has the focus');

  // The dialog for moving.
  await keyboard.press('m');
  await budi.dialog.waitFor();
  await keyboard.press('Escape');
  await budi.dialog.waitFor({ state: 'hidden' });
  await until(onCard, (is) => is, 'the focus is back on the card');

  await keyboard.press('e');
  await budi.editor();
  await budi.field('Note', budi.dialog).focus();
  await keyboard.type('typed without a mouse');
  await keyboard.press('Control+Enter');
  await budi.field('Title').waitFor({ state: 'hidden' });
  expect(await clinic.api.appointment(booked.id)).toMatchObject({ note: 'typed without a mouse' });
  await until(onCard, (is) => is, 'the focus is back on the card');
});
