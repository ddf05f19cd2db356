import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ended, startMortal } from './process';

export type Settings = Record<string, string | number>;

/** All clinics of the journeys are there: a zone without daylight saving, so that `+07:00` is right on every day. */
export const ZONE = 'Asia/Jakarta';

const DEFAULTS: Settings = { PORT: 0, LOG: 'warn', PASSWORD_COST: 4, TIME_ZONE: ZONE, CLINIC_NAME: 'Klinik Sehat' };

/** The server's binary, spawned on a free port with a folder of its own. */
export class Server {
  private child: ChildProcess | undefined;
  private lines: string[] = [];
  private heard: (() => void)[] = [];
  private address = '';

  private constructor(
    private readonly command: string[],
    private readonly settings: Settings,
    private readonly folder: string,
  ) {}

  static async start(settings: Settings = {}, command: string[] = ['serve']): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'journey-'));
    const server = new Server(command, { ...DEFAULTS, ...settings }, folder);
    await server.run();
    return server;
  }

  get url(): string {
    return this.address;
  }

  get output(): string {
    return this.lines.join('\n');
  }

  /** The link that makes the first administrator. */
  setUpLink(): Promise<string> {
    return this.line(/(http\S+\/#\/setup\/[\w-]+)/);
  }

  /** What a printed line holds, as soon as one does. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.lines.map((line) => pattern.exec(line)?.[1]).find((part) => part !== undefined);
      if (found !== undefined) return found;
      if (this.child?.exitCode !== null && this.child?.exitCode !== undefined) throw new Error(`The server has ended:\n${this.output}`);
      await new Promise<void>((resolve) => this.heard.push(resolve));
    }
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    const child = this.child;
    child?.kill('SIGKILL');
    if (child) await ended(child);
  }

  /** Starts it again on the same data and port. */
  async restart(): Promise<void> {
    await this.kill();
    this.settings['PORT'] = new URL(this.address).port;
    this.lines = [];
    await this.run();
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    const binary = process.env['E2E_BINARY'];
    if (!binary) throw new Error('E2E_BINARY names the server’s binary: run the journeys by `cargo test --test browser`.');
    const environment: Record<string, string> = { PATH: process.env['PATH'] ?? '', DATA_DIR: join(this.folder, 'data') };
    for (const [name, value] of Object.entries(this.settings)) environment[name] = String(value);
    const child = startMortal(binary, this.command, environment, this.folder);
    this.child = child;
    for (const pipe of [child.stdout, child.stderr]) {
      if (!pipe) continue;
      createInterface(pipe).on('line', (line) => {
        this.lines.push(line);
        this.wake();
      });
    }
    child.once('exit', () => this.wake());
    this.address = await this.line(/^Listening on (\S+)/);
  }

  private wake(): void {
    for (const resume of this.heard.splice(0)) resume();
  }
}
