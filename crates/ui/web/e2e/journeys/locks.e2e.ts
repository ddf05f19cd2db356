import { expect } from 'vitest';
import { at, day } from '../support/days';
import { Desk, until } from '../support/desk';
import { journey } from '../support/journey';

journey('the table of locks is live, and releases with a reason', async (stage) => {
  const clinic = await stage.clinic();
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') });
  const [ayu, budi] = await Promise.all([Desk.of(stage, clinic.url, clinic.ayu), Desk.of(stage, clinic.url, clinic.budi)]);
  await ayu.menu('Locks');
  await budi.go(`/day/${day(1)}`);
  await budi.edit(booked);
  const row = ayu.page.getByRole('row').or(ayu.page.getByRole('listitem')).filter({ hasText: booked.title }).first();
  await row.getByText('Budi').waitFor();
  await row.getByRole('button', { name: /^Release/ }).click();
  const asking = ayu.alert.or(ayu.dialog).last();
  await asking.getByRole('textbox').fill('end of the day');
  await asking.getByRole('button', { name: 'Release now' }).click();
  await budi.reads('Ayu Lestari ended your lock');
  await until(
    () => clinic.api.appointment(booked.id),
    ({ appointmentLock }) => appointmentLock === null,
    'the lock is free',
  );
  await row.waitFor({ state: 'hidden' });
});

journey('an ordinary user is not let into the administration', async (stage) => {
  const clinic = await stage.clinic();
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  for (const page of ['users', 'locks', 'cancelled', 'audit', 'patients']) {
    await budi.go(`/${page}`);
    await budi.reads('For administrators');
    expect(await budi.page.getByRole('table').count()).toBe(0);
  }
});
