import { mkdir, writeFile } from 'node:fs/promises';
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from 'playwright-core';
import { type Clinic, openClinic } from './clinic';
import { find } from './process';
import { Server, type Settings, ZONE } from './server';

const FAILURES = new URL('../failures/', import.meta.url);

export const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function chromiumPath(): string {
  const path = process.env['E2E_CHROMIUM'] ?? ['chromium', 'chromium-browser', 'google-chrome'].map(find).find(Boolean);
  if (!path) throw new Error('Chromium is not installed.');
  return path;
}

let started: Promise<Browser> | undefined;

/** The browser of this process's journeys. It ends with the process. */
export function theBrowser(): Promise<Browser> {
  started ??= chromium.launch({ executablePath: chromiumPath(), args: QUIET });
  return started;
}

interface Seat {
  who: string;
  context: BrowserContext;
  log: string[];
  faults: string[];
}

/** Where a journey plays: its servers, the browsers of its people, and what went on in them. */
export class Stage {
  private readonly seats: Seat[] = [];
  private readonly servers: Server[] = [];

  /** Faults that this journey makes on purpose, such as "the server is away". */
  readonly expected: RegExp[] = [];

  /** A server that ends with the journey, after the browsers. */
  async server(settings: Settings = {}): Promise<Server> {
    const server = await Server.start(settings);
    this.servers.push(server);
    return server;
  }

  async clinic(settings: Settings = {}): Promise<Clinic> {
    return openClinic((defaults) => this.server({ ...defaults, ...settings }));
  }

  /** A browser of somebody's own. */
  async seat(who: string, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const browser = await theBrowser();
    const context = await browser.newContext({ timezoneId: ZONE, locale: 'en-GB', viewport: { width: 1280, height: 860 }, ...options });
    context.setDefaultTimeout(10_000);
    const seat: Seat = { who, context, log: [], faults: [] };
    this.seats.push(seat);
    context.on('page', (page) => watch(page, seat));
    return context;
  }

  async page(who: string, options: BrowserContextOptions = {}): Promise<Page> {
    return (await this.seat(who, options)).newPage();
  }

  /** No script failed, nothing complained, nobody else's server was asked. */
  check(): void {
    const faults = this.seats.flatMap(({ who, faults }) => faults.map((fault) => `${who}: ${fault}`));
    const unexpected = faults.filter((fault) => !this.expected.some((pattern) => pattern.test(fault)));
    if (unexpected.length > 0) throw new Error(`The browser complains:\n${unexpected.join('\n')}`);
  }

  /** Leaves a picture and the log of every page for whoever looks into a failure. */
  async record(name: string): Promise<void> {
    await mkdir(FAILURES, { recursive: true });
    const slug = (words: string) => words.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    for (const { who, context, log } of this.seats) {
      const file = (suffix: string) => new URL(`${slug(name)}.${slug(who)}.${suffix}`, FAILURES);
      await writeFile(file('log'), log.join('\n'));
      for (const [index, page] of context.pages().entries()) {
        // A page that hangs has no picture; the failure itself counts.
        await page.screenshot({ path: file(`${index}.png`).pathname, timeout: 5_000 }).catch(() => undefined);
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.seats.map(({ context }) => context.close()));
    await Promise.all(this.servers.map((server) => server.end()));
  }
}

function watch(page: Page, { log, faults }: Seat): void {
  const origins = new Set<string>();
  const note = (line: string) => log.push(`${new Date().toISOString()} ${line}`);
  const fault = (line: string) => {
    note(line);
    faults.push(line);
  };
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) origins.add(new URL(frame.url()).origin);
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (request.isNavigationRequest()) origins.add(origin);
    if (/^(http|ws)s?:$/.test(protocol) && !origins.has(origin)) fault(`asked another host: ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    note(`socket ${socket.url()}`);
    const origin = new URL(socket.url()).origin.replace(/^ws/, 'http');
    if (!origins.has(origin)) fault(`asked another host: ${socket.url()}`);
    socket.on('framesent', ({ payload }) => note(`→ ${payload.toString().slice(0, 300)}`));
    socket.on('framereceived', ({ payload }) => note(`← ${payload.toString().slice(0, 300)}`));
    socket.on('close', () => note('socket closed'));
  });
  page.on('response', (response) => note(`${response.status()} ${response.request().method()} ${response.url()}`));
  page.on('requestfailed', (request) => note(`failed ${request.method()} ${request.url()} ${request.failure()?.errorText ?? ''}`));
  page.on('pageerror', (error) => fault(`uncaught: ${error.stack || String(error)}`));
  page.on('console', (message) => {
    const line = `console.${message.type()}: ${message.text()} (${message.location().url})`;
    // A refusal that the page was made to show, such as 409, is told by Chromium as an error: the page's own words count.
    const refusal = /Failed to load resource: the server responded with a status of (401|403|404|409|412|429)/.test(message.text());
    if (message.type() === 'error' && !refusal) fault(line);
    else note(line);
  });
}
