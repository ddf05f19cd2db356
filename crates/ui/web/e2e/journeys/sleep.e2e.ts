import { expect } from 'vitest';
import { at, day } from '../support/days';
import { Desk, until } from '../support/desk';
import { journey } from '../support/journey';

journey('after a sleep, one click locks again and saves', async (stage) => {
  stage.expected.push(/ERR_INTERNET_DISCONNECTED/, /WebSocket connection to/);
  const clinic = await stage.clinic({ LOCK_TTL: 4, LOCK_SWEEP_INTERVAL: 0.5 });
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${day(1)}`);
  await budi.edit(booked);
  await budi.field('Note', budi.dialog).fill('before the lid was closed');

  // The lid: no script runs, no packet passes.
  const devtools = await budi.page.context().newCDPSession(budi.page);
  await budi.page.context().setOffline(true);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await until(
    () => clinic.api.appointment(booked.id),
    ({ appointmentLock }) => appointmentLock === null,
    'the lock expires',
  );
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await budi.page.context().setOffline(false);

  const again = budi.button('Lock again and save');
  await again.waitFor();
  expect(await budi.field('Note', budi.dialog).inputValue()).toBe('before the lid was closed');
  await again.click();
  await until(
    () => clinic.api.appointment(booked.id),
    ({ note }) => note === 'before the lid was closed',
    'the note is saved',
  );
});
