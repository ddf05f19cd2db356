import { expect } from 'vitest';
import type { Appointment } from '../support/api';
import type { Clinic } from '../support/clinic';
import { at, day } from '../support/days';
import { Desk, until } from '../support/desk';
import { journey } from '../support/journey';
import type { Stage } from '../support/stage';

/** Budi edits an appointment; Ayu, an administrator, looks at it and sees who has it. */
async function heldByBudi(stage: Stage, clinic: Clinic): Promise<{ booked: Appointment; ayu: Desk; budi: Desk }> {
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') });
  const [ayu, budi] = await Promise.all([Desk.of(stage, clinic.url, clinic.ayu), Desk.of(stage, clinic.url, clinic.budi)]);
  await Promise.all([ayu.go(`/day/${day(1)}`), budi.go(`/day/${day(1)}`)]);
  await budi.edit(booked);
  await ayu.card(booked).getByText('Budi').first().waitFor();
  await ayu.look(booked);
  await ayu.dialog.getByText(/Budi/).first().waitFor();
  return { booked, ayu, budi };
}

/** The alert dialog refuses keys and, for a second, everything: a click in time waits. */
async function answer(holder: Desk, name: string): Promise<void> {
  await holder.alert.waitFor();
  await holder.alert.getByRole('button', { name, exact: true }).click();
  await holder.alert.waitFor({ state: 'hidden' });
}

const holder = async (clinic: Clinic, { id }: Appointment) => (await clinic.api.appointment(id)).appointmentLock?.user.name ?? null;

journey('two browsers: the lock is seen, control requested and accepted', async (stage) => {
  const clinic = await stage.clinic();
  const { booked, ayu, budi } = await heldByBudi(stage, clinic);
  await ayu.button('Request control').click();
  await ayu.button('Withdraw').waitFor();
  await budi.alert.getByText('Ayu Lestari').first().waitFor();
  await answer(budi, 'Accept');
  await ayu.editor();
  expect(await holder(clinic, booked)).toBe('Ayu Lestari');
  await budi.card(booked).getByText('Ayu Lestari').first().waitFor();
});

journey('a request is rejected, and its requester told', async (stage) => {
  const clinic = await stage.clinic();
  const { booked, ayu, budi } = await heldByBudi(stage, clinic);
  await ayu.button('Request control').click();
  await answer(budi, 'Reject');
  await ayu.reads('Budi rejected your request');
  await ayu.button('Request control').waitFor();
  expect(await holder(clinic, booked)).toBe('Budi');
  await budi.field('Title', budi.dialog).fill('Still mine');
  await budi.save();
});

journey('a request is withdrawn, and the dialog goes', async (stage) => {
  const clinic = await stage.clinic();
  const { ayu, budi } = await heldByBudi(stage, clinic);
  await ayu.button('Request control').click();
  await budi.alert.waitFor();
  await ayu.button('Withdraw').click();
  await budi.alert.waitFor({ state: 'hidden' });
  await budi.reads('Withdrawn by Ayu Lestari');
  await ayu.button('Request control').waitFor();
});

journey('a request that nobody answers settles itself; nothing typed is lost', async (stage) => {
  const clinic = await stage.clinic({ REQUEST_TIMEOUT: 3 });
  const { booked, ayu, budi } = await heldByBudi(stage, clinic);
  await budi.field('Note', budi.dialog).fill('half a sentence');
  await ayu.button('Request control').click();
  await budi.alert.waitFor();
  await ayu.editor();
  expect(await holder(clinic, booked)).toBe('Ayu Lestari');
  await budi.alert.waitFor({ state: 'hidden' });
  const kept = await budi.page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(kept).toContain('half a sentence');
});

journey('save and hand over', async (stage) => {
  const clinic = await stage.clinic();
  const { booked, ayu, budi } = await heldByBudi(stage, clinic);
  await budi.field('Note', budi.dialog).fill('fasting since midnight');
  await ayu.button('Request control').click();
  await answer(budi, 'Save and hand over');
  await ayu.editor();
  expect(await clinic.api.appointment(booked.id)).toMatchObject({ note: 'fasting since midnight', version: 2 });
  expect(await holder(clinic, booked)).toBe('Ayu Lestari');
  await expect.poll(() => ayu.field('Note', ayu.dialog).inputValue()).toBe('fasting since midnight');
});

journey('keys typed on do not answer the dialog', async (stage) => {
  const clinic = await stage.clinic();
  const { booked, ayu, budi } = await heldByBudi(stage, clinic);
  await budi.field('Note', budi.dialog).focus();
  await ayu.button('Request control').click();
  await budi.alert.waitFor();
  for (const key of ['a', 'Space', 'Enter', 'Escape']) await budi.page.keyboard.press(key);
  expect(await budi.alert.isVisible()).toBe(true);
  expect(await holder(clinic, booked)).toBe('Budi');
  await answer(budi, 'Accept');
  await ayu.editor();
});

journey('release is asked for, and granted', async (stage) => {
  const clinic = await stage.clinic();
  const { booked, ayu, budi } = await heldByBudi(stage, clinic);
  await ayu.button('Ask for release').click();
  await answer(budi, 'Accept');
  await until(() => holder(clinic, booked), (name) => name === null, 'the lock is free');
  await ayu.button('Edit', ayu.dialog).waitFor();
});

journey('force release asks for a reason; the displaced draft comes back', async (stage) => {
  const clinic = await stage.clinic();
  const { booked, ayu, budi } = await heldByBudi(stage, clinic);
  await budi.field('Note', budi.dialog).fill('a long story');
  await ayu.button(/^Force release/).click();
  await ayu.alert.getByRole('textbox').fill('Budi went home');
  await ayu.button(/^Force release/, ayu.alert).click();
  await until(() => holder(clinic, booked), (name) => name === null, 'the lock is free');
  await budi.reads(/Ayu Lestari/);

  // After a reload, it is offered.
  await budi.page.reload();
  await budi.button('Restore').first().click();
  await budi.editor();
  expect(await budi.field('Note', budi.dialog).inputValue()).toBe('a long story');
  await budi.save();
  expect(await clinic.api.appointment(booked.id)).toMatchObject({ note: 'a long story' });
  const history = await clinic.api.call<{ kind: string; detail: { reason?: string } | null }[]>('GET', `/appointments/${booked.id}/history`);
  expect(history.some(({ detail }) => detail?.reason === 'Budi went home')).toBe(true);
});

journey('tell me when it is free', async (stage) => {
  const clinic = await stage.clinic();
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') });
  await clinic.api.lock(booked.id);
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${day(1)}`);
  await budi.look(booked);
  await budi.button('Tell me when it is free').click();
  await budi.close();
  await clinic.api.release(booked.id);
  await budi.button('Open').click();
  await budi.button('Edit', budi.dialog).waitFor();
  expect(await holder(clinic, booked)).toBeNull();
});
