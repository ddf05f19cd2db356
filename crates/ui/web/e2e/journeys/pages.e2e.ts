import { expect } from 'vitest';
import { Desk } from '../support/desk';
import { journey } from '../support/journey';

journey('the page forbids what it does not need', async (stage) => {
  const clinic = await stage.clinic();
  const page = await stage.page('budi');
  const response = await page.goto(clinic.url);
  await new Desk(page, clinic.url).field('E-mail').waitFor();
  const policy = response?.headers()['content-security-policy'] ?? '';
  const directives = new Map(policy.split(';').map((part) => part.trim().split(/\s+(.*)/) as [string, string]));
  expect(directives.get('default-src')).toBe("'none'");
  expect(directives.get('script-src')).toBe("'self'");
  expect(directives.get('img-src')).toBe("'self' data:");
  expect(response?.headers()['x-content-type-options']).toBe('nosniff');
  expect(policy).not.toContain('unsafe-eval');
});

journey('the whole calendar in Indonesian and in the dark', async (stage) => {
  const clinic = await stage.clinic();
  const page = await stage.page('budi', { locale: 'id-ID', colorScheme: 'dark' });
  await page.goto(clinic.url);
  await page.locator('input[type=email]').fill(clinic.budi.email);
  await page.locator('input[type=password]').fill(clinic.budi.password);
  await page.keyboard.press('Enter');
  await page.locator('[data-column]').first().waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('id');
  expect(await page.getByText('Create Event').count()).toBe(0);
  const [red = 255] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? []);
  expect(red).toBeLessThan(90);
});

journey('an address that leads nowhere leads back', async (stage) => {
  const clinic = await stage.clinic();
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go('/nowhere/at/all');
  await budi.button('To the calendar').click();
  await budi.ready();
});
