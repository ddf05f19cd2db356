import { describe, expect } from 'vitest';
import { judge } from '../support/axe';
import type { Clinic } from '../support/clinic';
import { at, day } from '../support/days';
import { Desk } from '../support/desk';
import { journey } from '../support/journey';
import type { Stage } from '../support/stage';

const PHONE = { width: 390, height: 844 };

async function busyDay(clinic: Clinic): Promise<{ held: string; mine: string }> {
  const date = day(1);
  const mine = await clinic.api.book({ startTime: at(date, '09:00'), endTime: at(date, '10:00'), title: 'Mine' });
  const held = await clinic.api.book({ startTime: at(date, '08:00'), endTime: at(date, '08:45'), title: 'Held', doctorName: 'Dr. Wira' });
  await clinic.api.book({ startTime: at(date, '09:15'), endTime: at(date, '09:45'), title: 'Overbooked', allowOverlap: true });
  await clinic.api.edit(held.id, { note: 'so that there is a history' });
  return { held: held.id, mine: mine.id };
}

for (const colorScheme of ['light', 'dark'] as const) {
  describe(colorScheme, () => {
    journey(`axe, ${colorScheme}: set-up, sign-in, password link`, async (stage) => {
      const server = await stage.server();
      const page = await stage.page('nobody', { colorScheme });
      const link = await server.setUpLink();
      await page.goto(server.url);
      await page.getByText(/set-up link/i).first().waitFor();
      await judge(page, 'no user yet');
      await page.goto(link);
      const nobody = new Desk(page, server.url);
      await nobody.field('Name').waitFor();
      await judge(page, 'set-up');

      const clinic = await stage.clinic();
      await page.goto(clinic.url);
      await nobody.field('E-mail').waitFor();
      await judge(page, 'sign-in');
      const { url } = await clinic.api.call<{ url: string }>('POST', `/users/${clinic.budi.id}/password-link`);
      await page.goto(url);
      await nobody.field('New password').waitFor();
      await judge(page, 'password link');
    });

    journey(`axe, ${colorScheme}: every view, on a desk and on a phone`, async (stage) => {
      const clinic = await stage.clinic();
      const { held } = await busyDay(clinic);
      await clinic.api.lock(held);
      const budi = await Desk.of(stage, clinic.url, clinic.budi, { colorScheme });
      for (const view of ['month', 'week', 'day', 'agenda']) {
        await budi.go(`/${view}/${day(1)}`);
        await budi.card({ id: held }).waitFor();
        await judge(budi.page, view);
      }
      await budi.page.setViewportSize(PHONE);
      // A narrowed window leads to the day; going on before that would be undone by it.
      await budi.page.waitForURL(/#\/day\//);
      for (const view of ['month', 'week', 'day', 'agenda']) {
        await budi.go(`/${view}/${day(1)}`);
        // A month there has room for numbers only.
        await (view === 'month' ? budi.page.locator('[data-cell]').first() : budi.card({ id: held })).waitFor({ state: 'attached' });
        await judge(budi.page, `${view} on a phone`);
      }
    }, 120_000);

    journey(`axe, ${colorScheme}: details, history, editor, clash, moving, menus`, async (stage) => {
      const clinic = await stage.clinic();
      const { held, mine } = await busyDay(clinic);
      await clinic.api.lock(held);
      const budi = await Desk.of(stage, clinic.url, clinic.budi, { colorScheme });
      await everyPanel(budi, { held, mine });
    }, 120_000);

    journey(`axe, ${colorScheme}: drafts, merge, offline`, async (stage) => {
      stage.expected.push(/ERR_CONNECTION_REFUSED/, /WebSocket connection to/);
      const clinic = await stage.clinic();
      const { mine } = await busyDay(clinic);
      const budi = await Desk.of(stage, clinic.url, clinic.budi, { colorScheme });
      await drafts(budi, clinic, mine);
      await offline(budi, clinic);
    }, 120_000);

    journey(`axe, ${colorScheme}: requests on both sides`, async (stage) => {
      const clinic = await stage.clinic();
      const { mine } = await busyDay(clinic);
      await bothSides(stage, clinic, mine, colorScheme);
    }, 120_000);

    journey(`axe, ${colorScheme}: administration and profile`, async (stage) => {
      const clinic = await stage.clinic();
      const { held, mine } = await busyDay(clinic);
      await clinic.api.lock(held);
      const { version } = await clinic.api.appointment(mine);
      await clinic.api.lock(mine);
      await clinic.api.call('DELETE', `/appointments/${mine}?version=${version}&reason=ill`);
      const ayu = await Desk.of(stage, clinic.url, clinic.ayu, { colorScheme });
      await administration(ayu);
      await accessLog(ayu, held);
      await patients(ayu);
      await onAPhone(ayu);
    }, 180_000);
  });
}

async function everyPanel(budi: Desk, { held, mine }: { held: string; mine: string }): Promise<void> {
  const { page } = budi;
  await budi.go(`/day/${day(1)}/appointment/${held}`);
  await budi.button('Tell me when it is free').waitFor();
  await judge(page, 'details of a held one');
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('tabpanel').getByRole('listitem').first().waitFor();
  await judge(page, 'history');
  await budi.close();

  await budi.go(`/day/${day(1)}/appointment/${mine}/edit`);
  await budi.editor();
  await judge(page, 'editor');
  await budi.field('Title', budi.dialog).fill('');
  await budi.saveButton.click();
  await page.locator('[aria-invalid=true]').first().waitFor();
  await judge(page, 'editor with faults');
  await budi.field('Title', budi.dialog).fill('Changed');
  await budi.button('Close', budi.dialog).first().click();
  await budi.button('Keep editing').first().waitFor();
  await judge(page, 'closing with unsaved changes');
  await budi.button('Keep editing').first().click();
  await budi.field('Doctor', budi.dialog).fill('Dr. Wira');
  await budi.field('Starts', budi.dialog).fill(`${day(1)}T08:15`);
  await budi.saveButton.click();
  await budi.button('Book anyway').waitFor();
  await judge(page, 'clash');
  await budi.button('Book anyway').click();
  await budi.field('Title').waitFor({ state: 'hidden' });

  await budi.go(`/day/${day(1)}/appointment/${mine}`);
  await budi.button('Cancel appointment', budi.dialog).click();
  await budi.field('Reason').waitFor();
  await judge(page, 'cancelling');
  await budi.escape(budi.field('Reason'));
  await budi.close();

  await budi.go(`/day/${day(1)}/new`);
  await budi.field('Title', budi.dialog).waitFor();
  await judge(page, 'new appointment');
  await budi.escape(budi.dialog);

  const card = budi.card({ id: mine });
  await card.focus();
  await page.keyboard.press('m');
  await budi.dialog.waitFor();
  await judge(page, 'moving');
  await budi.escape(budi.dialog);

  await page.keyboard.press('?');
  await budi.dialog.waitFor();
  await judge(page, 'keyboard help');
  await budi.escape(budi.dialog);

  await budi.button(/^Menu of/).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
  await judge(page, 'menu', { isMenu: true });
  await budi.escape(page.getByRole('menu'));
  await budi.button(/^Filter by doctor/).click();
  await page.getByRole('menuitemcheckbox').first().waitFor();
  await judge(page, 'filter by doctor', { isMenu: true });
  await budi.escape(page.getByRole('menu'));
  await page.getByRole('combobox', { name: /search/i }).fill('overb');
  await page.getByRole('option').first().waitFor();
  await judge(page, 'search');
}

/** What was typed and not saved, offered back; and what two have changed. */
async function drafts(budi: Desk, clinic: Clinic, mine: string): Promise<void> {
  const { page } = budi;
  await budi.go(`/day/${day(1)}/appointment/${mine}/edit`);
  await budi.editor();
  await budi.field('Note', budi.dialog).fill('my note');
  await clinic.api.call('POST', `/appointments/${mine}/force-release-lock`, { reason: 'an emergency' });
  await budi.button(/^Lock again/).waitFor();
  await judge(page, 'lock lost');
  await clinic.api.edit(mine, { note: 'their note' });
  await page.reload();
  await budi.button('Restore').first().waitFor();
  await judge(page, 'draft offered');
  await budi.button('Restore').first().click();
  await budi.button('Save the result').waitFor();
  await judge(page, 'merge');
}

/** Without the server: what is shown is old, and says so. */
async function offline(budi: Desk, clinic: Clinic): Promise<void> {
  await clinic.server.kill();
  await budi.reads('Not connected');
  await judge(budi.page, 'not connected');
  await budi.go('/nowhere');
  await judge(budi.page, 'an address that leads nowhere');
}

async function bothSides(stage: Stage, clinic: Clinic, mine: string, colorScheme: 'light' | 'dark'): Promise<void> {
  const ayu = await Desk.of(stage, clinic.url, clinic.ayu, { colorScheme });
  const budi = await Desk.of(stage, clinic.url, clinic.budi, { colorScheme });
  await budi.go(`/day/${day(1)}/appointment/${mine}/edit`);
  await budi.editor();
  await budi.field('Note', budi.dialog).fill('half a word');
  await ayu.go(`/day/${day(1)}/appointment/${mine}`);
  await ayu.button(/^Force release/).click();
  await ayu.alert.or(ayu.dialog).last().getByRole('textbox').waitFor();
  await judge(ayu.page, 'force release');
  await ayu.escape(ayu.alert.or(ayu.dialog).last().getByRole('textbox'));
  await ayu.button('Request control').click();
  await ayu.button('Withdraw').waitFor();
  await judge(ayu.page, 'waiting for an answer');
  await budi.alert.waitFor();
  await judge(budi.page, 'holder’s dialog');
  await budi.alert.getByRole('button', { name: 'Reject' }).click();
  await budi.alert.waitFor({ state: 'hidden' });
  await ayu.button('Request control').waitFor();
  await judge(ayu.page, 'with the outcome as a toast');
}

async function administration(ayu: Desk): Promise<void> {
  const { page } = ayu;
  await ayu.go('/users');
  await ayu.reads('budi@clinic.example');
  await judge(page, 'users');
  await ayu.button('Add user').click();
  await ayu.field('Name', ayu.dialog).fill('Dewi');
  await judge(page, 'new user');
  await ayu.field('E-mail', ayu.dialog).fill('dewi@clinic.example');
  await ayu.button('Add user', ayu.dialog).click();
  await page.getByRole('button', { name: 'Copy' }).waitFor();
  await judge(page, 'password link of a new user');
  await ayu.button('Done', ayu.dialog).click();
  for (const item of ['Edit…', 'Make administrator…', 'New password link…', 'Delete…']) {
    await ayu.button(/^Actions for Budi/).click();
    await page.getByRole('menuitem', { name: item }).click();
    await ayu.alert.or(ayu.dialog).first().waitFor();
    await judge(page, item);
    await ayu.escape(ayu.alert.or(ayu.dialog));
  }
  await ayu.go('/locks');
  await ayu.reads('Held');
  await judge(page, 'locks');
  await page.getByRole('button', { name: /^Release/ }).first().click();
  await ayu.alert.or(ayu.dialog).last().getByRole('textbox').waitFor();
  await judge(page, 'releasing a lock');
  await ayu.escape(ayu.alert.or(ayu.dialog));
  await ayu.go('/cancelled');
  await ayu.button(/^Restore/).first().waitFor();
  await judge(page, 'cancelled appointments');
  await ayu.go('/profile');
  await ayu.field('New password').waitFor();
  await judge(page, 'profile');
}

async function accessLog(ayu: Desk, held: string): Promise<void> {
  const { page } = ayu;
  await ayu.go(`/day/${day(1)}/appointment/${held}`);
  await page.getByRole('tab', { name: 'History' }).click();
  await ayu.button('Who saw this?').waitFor();
  await judge(page, 'history, for administrators');
  await ayu.button('Who saw this?').click();
  await ayu.reads(/^Only what was about one appointment/);
  // The table of locks has listed it.
  await ayu.reads(/saw an appointment in a list$/);
  await judge(page, 'access log of one appointment');
  await ayu.button('Show all').click();
  await ayu.reads(/signed in$/);
  await judge(page, 'access log');
  await ayu.field('From').fill('2001-01-02');
  await ayu.field('To').fill('2001-01-01');
  await ayu.reads('This lies before the first date.');
  await judge(page, 'access log with a fault');
}

async function patients(ayu: Desk): Promise<void> {
  const { page } = ayu;
  await ayu.go('/patients');
  await ayu.button('Erase…').click();
  await page.locator('[aria-invalid=true]').first().waitFor();
  await judge(page, 'patients’ data with faults');
  await ayu.field('Patient').fill('Siti Rahma');
  await ayu.field('Date of birth').fill('1988-04-12');
  const [download] = await Promise.all([page.waitForEvent('download'), ayu.button('Take out').click()]);
  expect(download.suggestedFilename()).toMatch(/^patient-data-.*\.json$/);
  await ayu.reads(/are in the file/);
  await judge(page, 'patients’ data, taken out');
  await ayu.button('Erase…').click();
  await ayu.field('Type the name to confirm', ayu.dialog).fill('Siti Rahma');
  await judge(page, 'erasing a patient');
  await ayu.button('Erase', ayu.dialog).click();
  await ayu.button('Open appointment 1').waitFor();
  await judge(page, 'patients’ data, erased, one held');
}

async function onAPhone(ayu: Desk): Promise<void> {
  const { page } = ayu;
  await page.setViewportSize(PHONE);
  for (const place of ['users', 'locks', 'cancelled', 'audit', 'patients']) {
    await ayu.go(`/${place}`);
    await page.getByRole('heading').first().waitFor();
    await judge(page, `${place} on a phone`);
  }
}
