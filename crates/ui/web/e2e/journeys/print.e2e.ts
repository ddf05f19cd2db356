import { execFileSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { at, day } from '../support/days';
import { Desk } from '../support/desk';
import { countPages, hasPdfText } from '../support/pdf';
import { journey } from '../support/journey';

journey('one day printed: a page per doctor, and who printed it', async (stage) => {
  const clinic = await stage.clinic();
  const date = day(1);
  for (const [doctorName, count] of [['Dr. Sari', 4], ['Dr. Wira', 3], [null, 1]] as const) {
    for (let hour = 0; hour < count; hour += 1) {
      const time = (minutes: string) => at(date, `${String(9 + hour).padStart(2, '0')}:${minutes}`);
      await clinic.api.book({ startTime: time('00'), endTime: time('30'), doctorName, patientName: `Patient ${hour + 1}`, phone: '0812 777', note: `Note ${doctorName ?? 'none'} ${hour}` });
    }
  }
  const budi = await Desk.of(stage, clinic.url, clinic.budi);
  await budi.go(`/day/${date}`);
  // The print dialog is the browser's; the PDF is made of what it would show.
  await budi.page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '');
  });
  await budi.button('Print day').click();
  await budi.page.locator('html[data-printed]').waitFor({ state: 'attached' });
  await budi.page.emulateMedia({ media: 'print' });
  const sheet = (await budi.page.locator('body').innerText()).replace(/\s+/g, ' ');
  for (const words of ['Dr. Sari', 'Dr. Wira', 'Patient 4', '0812 777', 'Note Dr. Wira 2', 'Check-up', 'Budi', 'Klinik Sehat', '9:00']) {
    expect(sheet).toContain(words);
  }
  expect(sheet).not.toContain('Create Event');
  await budi.page.emulateMedia({ media: null });

  const pdf = await budi.page.pdf({ format: 'A4', preferCSSPageSize: true });
  expect(countPages(pdf)).toBe(3);
  if (hasPdfText()) {
    const file = join(await mkdtemp(join(tmpdir(), 'print-')), 'day.pdf');
    await writeFile(file, pdf);
    const pages = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f');
    expect(pages[0]).toContain('Dr. Sari');
    expect(pages[0]).not.toContain('Dr. Wira');
  }
});
