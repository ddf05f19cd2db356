import { expect } from 'vitest';
import { at, day } from '../support/days';
import { Desk } from '../support/desk';
import { journey } from '../support/journey';

journey('the server goes and comes back: holders stay shown, saving is off, then all goes on', async (stage) => {
  stage.expected.push(/ERR_CONNECTION_REFUSED/, /WebSocket connection to/, /status of 50[234]/, /ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
  const clinic = await stage.clinic();
  const [mine, theirs] = await Promise.all([
    clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') }),
    clinic.api.book({ startTime: at(day(1), '12:00'), endTime: at(day(1), '13:00'), title: 'Vaccination' }),
  ]);
  await clinic.api.lock(theirs.id);
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${day(1)}`);
  await budi.edit(mine);
  await budi.field('Note', budi.dialog).fill('written before');

  await clinic.server.kill();
  await budi.saveButton.and(budi.page.locator(':disabled, [aria-disabled=true]')).waitFor();
  await budi.reads('Not connected');
  await budi.card(theirs).getByText('Ayu Lestari').first().waitFor();
  await budi.field('Note', budi.dialog).fill('written before and meanwhile');

  await clinic.server.restart();
  await budi.save();
  expect(await clinic.api.appointment(mine.id)).toMatchObject({ note: 'written before and meanwhile' });

  // What happens after the return is live again.
  await clinic.api.release(theirs.id);
  await clinic.api.edit(theirs.id, { title: 'Vaccination, second' });
  await budi.card(theirs).getByText('Vaccination, second').waitFor();
});

journey('without a network for a while: the live calendar resumes', async (stage) => {
  stage.expected.push(/ERR_INTERNET_DISCONNECTED/, /WebSocket connection to/);
  const clinic = await stage.clinic();
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${day(1)}`);
  await budi.card(booked).waitFor();
  await budi.page.context().setOffline(true);
  await budi.reads('Not connected');
  await clinic.api.edit(booked.id, { title: 'Changed meanwhile' });
  await budi.page.context().setOffline(false);
  await budi.card(booked).getByText('Changed meanwhile').waitFor();
});
