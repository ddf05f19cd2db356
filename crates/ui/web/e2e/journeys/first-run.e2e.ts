import { expect } from 'vitest';
import { Desk } from '../support/desk';
import { journey } from '../support/journey';

journey('first run: set-up link, administrator, users, their password link', async (stage) => {
  const server = await stage.server();
  const page = await stage.page('ayu');
  const ayu = new Desk(page, server.url);

  // Nobody can sign in yet: no form says so.
  await page.goto(server.url);
  await ayu.reads('Nearly ready');
  expect(await ayu.field('Password').count()).toBe(0);

  await page.goto(await server.setUpLink());
  await ayu.field('Name').fill('Ayu Lestari');
  await ayu.field('E-mail').fill('ayu@clinic.example');
  await ayu.field('Password').fill('ayu-front-desk');
  await page.keyboard.press('Enter');
  await ayu.ready();
  await ayu.reads('Klinik Sehat');

  await ayu.menu('Users');
  await ayu.button('Add user').click();
  await ayu.field('Name', ayu.dialog).fill('Budi Santoso');
  await ayu.field('E-mail', ayu.dialog).fill('budi@clinic.example');
  await ayu.button('Add user', ayu.dialog).click();
  const link = await ayu.field('Password link', ayu.dialog).inputValue();
  expect(link).toContain(`${server.url}/#/password/`);

  const budi = new Desk(await stage.page('budi'), server.url);
  await budi.page.goto(link);
  await budi.field('New password').fill('budi-front-desk');
  await budi.page.keyboard.press('Enter');
  await budi.ready();

  // An ordinary user has no administration.
  await budi.button(/^Menu of/).click();
  await budi.page.getByRole('menuitem', { name: 'Profile' }).waitFor();
  for (const page of ['Users', 'Access log', "Patients' data"]) {
    expect(await budi.page.getByRole('menuitem', { name: page }).count()).toBe(0);
  }

  // The link is used up.
  const late = new Desk(await stage.page('late'), server.url);
  await late.page.goto(link);
  await late.field('New password').fill('somebody-else-1');
  await late.page.keyboard.press('Enter');
  await late.reads('This link no longer works');
});
