import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Api } from '../support/api';
import { at, day } from '../support/days';
import { Desk } from '../support/desk';
import { journey } from '../support/journey';

const database = process.env['E2E_POSTGRES'];

if (database) {
  journey('two nodes on PostgreSQL: the lock is seen and handed over across them', async (stage) => {
    const [email, password] = ['ayu@clinic.example', 'ayu-front-desk'];
    const settings = { DATABASE_URL: database, JWT_SECRET: randomBytes(24).toString('hex'), ADMIN_EMAIL: email, ADMIN_PASSWORD: password };
    const first = await stage.server(settings);
    const second = await stage.server(settings);
    const api = await Api.signIn(first.url, email, password);
    const account = await api.user('Budi');
    const booked = await api.book({ startTime: at(day(1), '10:00'), endTime: at(day(1), '11:00') });

    const ayu = await Desk.of(stage, first.url, { id: api.userId, name: 'ayu', email, password, isAdmin: true });
    const budi = await Desk.of(stage, second.url, account);
    await Promise.all([ayu.go(`/day/${day(1)}`), budi.go(`/day/${day(1)}`)]);
    await budi.edit(booked);
    await ayu.card(booked).getByText('Budi').first().waitFor();
    await ayu.look(booked);
    await ayu.button('Request control').click();
    await budi.alert.getByRole('button', { name: 'Accept' }).click();
    await ayu.editor();
    await ayu.field('Title', ayu.dialog).fill('Across the nodes');
    await ayu.save();
    await budi.card(booked).getByText('Across the nodes').waitFor();
    // Given back once it is saved.
    await expect.poll(async () => (await api.appointment(booked.id)).appointmentLock).toBeNull();
  });
} else {
  test.skip('two nodes on PostgreSQL: E2E_POSTGRES names no database');
}
