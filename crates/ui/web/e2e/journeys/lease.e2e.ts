import { expect } from 'vitest';
import { at, day } from '../support/days';
import { Desk, until } from '../support/desk';
import { journey } from '../support/journey';

journey('the end of the lock is announced, and staying is one click', async (stage) => {
  const clinic = await stage.clinic({ LOCK_TTL: 12, LOCK_SWEEP_INTERVAL: 0.5 });
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${day(1)}`);
  await budi.edit(booked);
  const before = await clinic.api.appointment(booked.id);
  await budi.button('Keep editing').click();
  await until(
    () => clinic.api.appointment(booked.id),
    ({ appointmentLock }) => String(appointmentLock?.['expiresAt' as never]) > String(before.appointmentLock?.['expiresAt' as never]),
    'the lock is renewed',
  );
});

journey('leaving the page gives the lock back', async (stage) => {
  const clinic = await stage.clinic();
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${day(1)}`);
  await budi.edit(booked);
  await budi.page.goto('about:blank');
  await until(
    () => clinic.api.appointment(booked.id),
    ({ appointmentLock }) => appointmentLock === null,
    'the lock is free',
  );
});

journey('two tabs of one person: Continue here', async (stage) => {
  const clinic = await stage.clinic();
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') });
  const first = await Desk.of(stage, clinic.url, clinic.budi);
  await first.go(`/day/${day(1)}`);
  await first.edit(booked);

  const second = new Desk(await first.page.context().newPage(), clinic.url);
  await second.page.goto(`${clinic.url}/#/day/${day(1)}`);
  await second.look(booked);
  await second.dialog.getByText('You are editing it in another tab').waitFor();
  await second.button('Continue here').click();
  await second.editor();
  await first.reads('You went on in another tab');

  await second.field('Title', second.dialog).fill('From the second tab');
  await second.save();
  expect(await clinic.api.appointment(booked.id)).toMatchObject({ title: 'From the second tab' });
});
