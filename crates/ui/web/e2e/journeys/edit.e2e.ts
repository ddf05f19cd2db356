import { expect } from 'vitest';
import { Api } from '../support/api';
import { at, clinicTime, day } from '../support/days';
import { Desk } from '../support/desk';
import { journey } from '../support/journey';

journey('create, look, edit, save', async (stage) => {
  const clinic = await stage.clinic();
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  const tomorrow = day(1);
  await budi.go(`/week/${tomorrow}`);

  await budi.createEvent.click();
  const { dialog, page } = budi;
  await budi.field('Title', dialog).fill('First visit');
  await budi.field('Patient', dialog).fill('Siti Rahma');
  await budi.field('Date of birth', dialog).fill('1988-04-12');
  await budi.field('Phone', dialog).fill('+62 812 3456');
  await budi.field('Doctor', dialog).fill('Dr. Sari');
  await writeTimes(budi, tomorrow, '09:00', '09:30');
  await budi.save();

  const [booked] = await clinic.api.appointments();
  expect(booked).toMatchObject({ title: 'First visit', patientName: 'Siti Rahma', datebirth: '1988-04-12', doctorName: 'Dr. Sari' });
  expect([clinicTime(booked!.startTime), clinicTime(booked!.endTime)]).toEqual([`${tomorrow} 09:00`, `${tomorrow} 09:30`]);

  // Looking is not locking.
  await budi.look(booked!);
  expect((await clinic.api.appointment(booked!.id)).appointmentLock).toBeNull();

  await budi.button('Edit', dialog).click();
  await budi.editor();
  expect((await clinic.api.appointment(booked!.id)).appointmentLock?.user.name).toBe('Budi');
  await budi.field('Note', dialog).fill('Bring the X-ray');
  await budi.button('Save and keep editing').click();
  await expect.poll(async () => (await clinic.api.appointment(booked!.id)).note).toBe('Bring the X-ray');
  expect((await clinic.api.appointment(booked!.id)).appointmentLock).not.toBeNull();

  await budi.field('Title', dialog).fill('Second visit');
  await page.keyboard.press('Control+Enter');
  await budi.field('Title').waitFor({ state: 'hidden' });
  await expect.poll(async () => (await clinic.api.appointment(booked!.id)).appointmentLock).toBeNull();
  expect((await clinic.api.appointment(booked!.id)).title).toBe('Second visit');
  await budi.card(booked!).getByText('Second visit').waitFor();
});

journey('what the server refuses stands at its field', async (stage) => {
  const clinic = await stage.clinic();
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '10:30') });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${day(1)}`);
  await budi.edit(booked);
  await writeTimes(budi, day(1), '10:00', '09:00');
  await budi.saveButton.click();
  await budi.dialog.locator('[aria-invalid=true]').first().waitFor();
  expect((await clinic.api.appointment(booked.id)).version).toBe(1);
});

journey('too many locks in a short time: it waits, says so, and goes on by itself', async (stage) => {
  // A burst of 20, and one more every three seconds.
  const clinic = await stage.clinic({ LOCK_RATE_LIMIT: 20 });
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '10:30') });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${day(1)}`);
  await budi.look(booked);
  const burst = await Api.signIn(clinic.url, clinic.budi.email, clinic.budi.password);
  for (let count = 0; count < 20; count += 1) await burst.lock(booked.id);
  await burst.release(booked.id);
  await budi.button('Edit', budi.dialog).click();
  await budi.reads(/Too many locks were taken/);
  await budi.editor();
});

/** Writes start and end. */
async function writeTimes(desk: Desk, date: string, start: string, end: string): Promise<void> {
  await desk.field('Starts', desk.dialog).fill(`${date}T${start}`);
  await desk.field('Ends', desk.dialog).fill(`${date}T${end}`);
}
