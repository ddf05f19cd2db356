import { expect } from 'vitest';
import { at, day } from '../support/days';
import { Desk } from '../support/desk';
import { journey } from '../support/journey';

journey('a version conflict shows mine and theirs, field by field', async (stage) => {
  const clinic = await stage.clinic();
  const booked = await clinic.api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00'), note: 'first' });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${day(1)}`);
  await budi.edit(booked);
  await budi.field('Title', budi.dialog).fill('My title');
  await budi.field('Note', budi.dialog).fill('my note');
  await budi.field('Phone', budi.dialog).fill('0812');

  // Displaced, and another saves meanwhile: the note by both, the address by one.
  await clinic.api.call('POST', `/appointments/${booked.id}/force-release-lock`, { reason: 'an emergency' });
  await clinic.api.edit(booked.id, { note: 'their note', address: 'Jl. Mawar 1' });

  await budi.page.reload();
  await budi.button('Restore').first().click();
  await budi.dialog.getByText('their note').first().waitFor();
  await budi.dialog.getByText('my note').first().waitFor();
  await budi.dialog.getByRole('group', { name: 'Note' }).getByRole('radio', { name: /^Mine/ }).check();
  await budi.button('Save the result', budi.dialog).click();
  await expect
    .poll(() => clinic.api.appointment(booked.id))
    .toMatchObject({ title: 'My title', note: 'my note', phone: '0812', address: 'Jl. Mawar 1' });
});
