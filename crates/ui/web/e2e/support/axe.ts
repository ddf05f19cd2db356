import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, NodeResult, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Judge {
  axe: { run(root: Document, options: RunOptions): Promise<AxeResults> };
}

/** Judges the page as it stands, once its animations are over. The journey goes on and tells all violations at its end. */
export async function judge(page: Page, what: string, { isMenu = false } = {}): Promise<void> {
  await page.evaluate(settle);
  // Not as a script of the page, which its policy forbids, but by the debugger.
  await page.evaluate(`${AXE};0`);
  const options: RunOptions = {
    runOnly: { type: 'tag', values: RULES },
    rules: {
      // A menu stands, as menus do, behind all landmarks; the page without it is judged, too.
      region: { enabled: !isMenu },
    },
  };
  // What is still fading in has colours of its own for a moment.
  await page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== 'running' || each.effect?.getComputedTiming().iterations === Infinity));
  const { violations } = await page.evaluate((how) => (window as unknown as Judge).axe.run(document, how), options);
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 4).map(tell).join('\n')}`);
  expect.soft(told.join('\n'), what).toBe('');
}

function settle(): Promise<unknown> {
  const passing = document.getAnimations().filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
  return Promise.allSettled(passing.map(({ finished }) => finished));
}

function tell({ html, failureSummary = '' }: NodeResult): string {
  return `  ${html.slice(0, 200)}\n  ${failureSummary}`;
}
