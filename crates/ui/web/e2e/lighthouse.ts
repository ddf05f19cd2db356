// Lighthouse on the signed-in calendar with 200 appointments: npm run lighthouse
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { type Config, type Flags, desktopConfig } from 'lighthouse';
import { chromium } from 'playwright-core';
import { Desk } from './support/desk';
import { busyWeek } from './support/scene';
import { QUIET, Stage, chromiumPath } from './support/stage';

/** What is wanted. Speed is only told: it is the machine's as much as ours. */
const WANTED = { desktop: 98, mobile: 95, accessibility: 100, shift: 0.02 };

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function measure(form: 'desktop' | 'mobile', url: string, port: number): Promise<boolean> {
  const flags: Flags = { port, disableStorageReset: true, logLevel: 'error', onlyCategories: ['performance', 'accessibility', 'best-practices'] };
  const config: Config | undefined = form === 'desktop' ? desktopConfig : undefined;
  const result = await lighthouse(url, flags, config);
  if (!result) throw new Error('Lighthouse has no answer');
  const { categories, audits } = result.lhr;
  const score = (category: string) => Math.round((categories[category]?.score ?? 0) * 100);
  const value = (audit: string) => audits[audit]?.displayValue ?? '?';
  const shift = audits['cumulative-layout-shift']?.numericValue ?? 1;
  const slow = score('performance') < WANTED[form] ? ` (${WANTED[form]} wanted)` : '';
  console.log(
    `${form}: performance ${score('performance')}${slow}, accessibility ${score('accessibility')}, best practices ${score('best-practices')}, ` +
      `layout shift ${shift.toFixed(3)}, first paint ${value('first-contentful-paint')}, largest ${value('largest-contentful-paint')}, ` +
      `blocked ${value('total-blocking-time')}`,
  );
  for (const { id, title, score: judged, scoreDisplayMode } of Object.values(audits)) {
    if (judged !== null && judged < 0.9 && scoreDisplayMode !== 'informative') console.log(`  ${id}: ${title} ${value(id)}`);
  }
  return score('accessibility') >= WANTED.accessibility && shift <= WANTED.shift;
}

const profile = await mkdtemp(join(tmpdir(), 'lighthouse-'));
const stage = new Stage();
const clinic = await stage.clinic();
await busyWeek(clinic);
const port = await freePort();
const args = [...QUIET, `--remote-debugging-port=${port}`];
const context = await chromium.launchPersistentContext(profile, { executablePath: chromiumPath(), args, viewport: null });
try {
  // Lighthouse opens a tab of its own in this profile, where somebody is signed in.
  const page = await context.newPage();
  await page.goto(clinic.url);
  const desk = new Desk(page, clinic.url);
  await desk.signIn(clinic.budi);
  await desk.ready();
  const good = [await measure('desktop', clinic.url, port), await measure('mobile', clinic.url, port)];
  if (good.includes(false)) process.exitCode = 1;
} finally {
  await context.close();
  await stage.close();
  await rm(profile, { recursive: true, force: true });
}
