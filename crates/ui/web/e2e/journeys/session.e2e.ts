import { expect } from 'vitest';
import { at, day } from '../support/days';
import { Desk } from '../support/desk';
import { journey } from '../support/journey';

/** The socket may try once more before it is known that the session is dead. */
const DEAD_SESSION = /WebSocket connection to .* HTTP Authentication failed/;

journey('the session ends: sign in again, back where one was, draft included', async (stage) => {
  stage.expected.push(DEAD_SESSION);
  const clinic = await stage.clinic();
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${day(1)}`);
  await budi.edit(booked);
  await budi.field('Note', budi.dialog).fill('not yet saved');

  // A new password ends all sessions.
  await clinic.api.call('PATCH', `/users/${clinic.budi.id}`, { password: 'budi-front-desk-2' });
  await budi.button('Sign in').waitFor();
  await budi.reads('Your session has ended.');
  await budi.signIn({ ...clinic.budi, password: 'budi-front-desk-2' });
  expect(budi.page.url()).toContain(`/day/${day(1)}`);
  await budi.page.getByRole('button', { name: 'Restore' }).or(budi.field('Note', budi.dialog)).first().waitFor();
  const restore = budi.button('Restore').first();
  if (await restore.isVisible()) await restore.click();
  await budi.editor();
  expect(await budi.field('Note', budi.dialog).inputValue()).toBe('not yet saved');
  await budi.save();
  expect(await clinic.api.appointment(booked.id)).toMatchObject({ note: 'not yet saved' });
});

journey('a draft is nobody else’s: another who signs in finds none', async (stage) => {
  stage.expected.push(DEAD_SESSION);
  const clinic = await stage.clinic();
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${day(1)}`);
  await budi.edit(booked);
  await budi.field('Note', budi.dialog).fill('a private word');
  await clinic.api.call('PATCH', `/users/${clinic.budi.id}`, { password: 'budi-front-desk-2' });
  await budi.button('Sign in').waitFor();
  await budi.signIn(clinic.citra);
  await budi.ready();
  const kept = await budi.page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  expect(kept).not.toContain('a private word');
});

journey('profile: own password, the current one asked; out and in again leads to the calendar', async (stage) => {
  const clinic = await stage.clinic();
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.menu('Profile');
  await budi.field('Current password').last().fill('wrong-password');
  await budi.field('New password').fill('another-front-desk');
  await budi.button('Change password').click();
  await budi.page.locator('[aria-invalid=true]').first().waitFor();
  await budi.field('Current password').last().fill(clinic.budi.password);
  await budi.field('New password').fill('another-front-desk');
  await budi.button('Change password').click();
  await budi.reads('Your password is changed.');
  await budi.menu('Sign out');
  await budi.button('Sign in').waitFor();
  await budi.signIn({ ...clinic.budi, password: 'another-front-desk' });
  await budi.ready();
});
