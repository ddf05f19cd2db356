import { expect } from 'vitest';
import { at, day } from '../support/days';
import { Desk, until } from '../support/desk';
import { journey } from '../support/journey';

journey('double booking: the clash is shown, then booked anyway and marked', async (stage) => {
  const clinic = await stage.clinic();
  const date = day(1);
  const [first, second] = [
    await clinic.api.book({ startTime: at(date, '09:00'), endTime: at(date, '10:00'), title: 'Root canal' }),
    await clinic.api.book({ startTime: at(date, '09:30'), endTime: at(date, '10:30'), doctorName: 'Dr. Wira' }),
  ];
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${date}`);
  await budi.edit(second);
  await budi.field('Doctor', budi.dialog).fill('Dr. Sari');
  await budi.page.keyboard.press('Tab');
  await budi.saveButton.click();
  await budi.page.getByText(first.title).last().waitFor();
  await budi.button('Book anyway').click();
  await until(
    () => clinic.api.appointment(second.id),
    ({ overbooked, doctorName }) => overbooked === true && doctorName === 'Dr. Sari',
    'it is overbooked',
  );
  await budi.card(second).getByText(/overbooked/i).first().waitFor({ state: 'attached' });
});

journey('cancel with a reason, undo; cancel again and restore from the list', async (stage) => {
  const clinic = await stage.clinic();
  const date = day(1);
  const booked = await clinic.api.book({ startTime: at(date, '09:00'), endTime: at(date, '10:00') });
  const ayu = await Desk.of(stage, clinic.url, clinic.ayu);
  await ayu.go(`/day/${date}`);

  const cancel = async (reason: string) => {
    await ayu.look(booked);
    await ayu.button('Cancel appointment').first().click();
    const asking = ayu.page.getByRole('alertdialog').or(ayu.page.getByRole('dialog')).last();
    await asking.getByRole('textbox').fill(reason);
    await asking.getByRole('button', { name: 'Cancel appointment' }).click();
    await ayu.card(booked).waitFor({ state: 'detached' });
  };

  await cancel('The patient rang');
  await ayu.button('Undo').click();
  await ayu.card(booked).waitFor();

  await cancel('Dr. Sari is ill');
  await ayu.menu('Cancelled appointments');
  const row = ayu.page.getByRole('row').or(ayu.page.getByRole('listitem')).filter({ hasText: booked.title }).first();
  await row.getByRole('button', { name: /^Restore/ }).click();
  await until(
    () => clinic.api.appointments(),
    (list) => list.length === 1,
    'it is back',
  );
  await ayu.go(`/day/${date}`);
  await ayu.card(booked).waitFor();
  await ayu.look(booked);
  await ayu.page.getByRole('tab', { name: 'History' }).click();
  await ayu.reads(/Dr\. Sari is ill/);
  expect(await ayu.page.getByText(/restored/i).count()).toBeGreaterThan(0);
});

journey('search leads to the appointment', async (stage) => {
  const clinic = await stage.clinic();
  const far = await clinic.api.book({ startTime: at(day(45), '09:00'), endTime: at(day(45), '10:00'), patientName: 'Wayan Sudarma' });
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.page.getByRole('combobox', { name: /search/i }).fill('sudar');
  await budi.page.getByRole('option', { name: /Wayan Sudarma/ }).click();
  await budi.dialog.getByText('Wayan Sudarma').first().waitFor();
  await budi.close();
  await budi.card(far).waitFor();
});
