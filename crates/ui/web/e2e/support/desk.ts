import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Account, Appointment } from './api';
import type { Stage } from './stage';

/** A person at the calendar, by what stands on the page. */
export class Desk {
  constructor(
    readonly page: Page,
    readonly url: string,
  ) {}

  /** Somebody who signs in and comes to the calendar. */
  static async of(stage: Stage, url: string, account: Account, options?: BrowserContextOptions): Promise<Desk> {
    const desk = new Desk(await stage.page(account.name, options), url);
    await desk.page.goto(url);
    await desk.signIn(account);
    await desk.ready();
    return desk;
  }

  async signIn(account: Account): Promise<void> {
    await this.field('E-mail').fill(account.email);
    await this.field('Password').fill(account.password);
    await this.button('Sign in').click();
  }

  /** Waits for the calendar with its live appointments. */
  async ready(): Promise<void> {
    await this.page.locator('main [aria-busy=false]').first().waitFor();
  }

  button(name: string | RegExp, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name });
  }

  field(name: string, within: Page | Locator = this.page): Locator {
    // A star behind it says that it is needed.
    return within.getByLabel(new RegExp(`^${name}( \\*)?$`));
  }

  get createEvent(): Locator {
    return this.button('Create Event').filter({ visible: true });
  }

  /** Saves and closes. */
  get saveButton(): Locator {
    return this.page.getByRole('button', { name: 'Save', exact: true });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  get alert(): Locator {
    return this.page.getByRole('alertdialog');
  }

  /** Goes to a place of the application, by its address. */
  async go(place: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, place);
  }

  card(appointment: Pick<Appointment, 'id'>): Locator {
    return this.page.locator(`[data-appointment="${appointment.id}"]`).first();
  }

  column(date: string, doctor?: string): Locator {
    const which = doctor === undefined ? '' : `[data-doctor="${doctor}"]`;
    return this.page.locator(`[data-column][data-date="${date}"]${which}`).first();
  }

  /** Opens the details by a click on the card. */
  async look(appointment: Appointment): Promise<void> {
    await this.card(appointment).click();
    await this.dialog.getByText(appointment.title).first().waitFor();
  }

  /** Opens the editor, which takes the lock. */
  async edit(appointment: Appointment): Promise<void> {
    await this.look(appointment);
    await this.button('Edit', this.dialog).click();
    await this.editor();
  }

  /** Waits until the editor is there to be written in. */
  async editor(): Promise<void> {
    await this.button('Save and keep editing', this.dialog).waitFor();
    const editable = () => this.field('Title', this.dialog).isEditable();
    await until(editable, (is) => is, 'the editor can be written in');
  }

  async save(): Promise<void> {
    await this.saveButton.click();
    await this.field('Title').waitFor({ state: 'hidden' });
  }

  /** Closes whatever panel is open. */
  async close(): Promise<void> {
    await this.button('Close', this.dialog).first().click();
    await this.gone(this.dialog);
  }

  /** Closes a dialog or menu by the Escape key. */
  async escape(from: Locator): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.gone(from);
  }

  /** Waits until a dialog or menu is closed. The focus goes back a moment after it; a test is fast enough to lose its own to that. */
  private async gone(closed: Locator): Promise<void> {
    await closed.first().waitFor({ state: 'hidden' });
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
  }

  /** Waits for words anywhere on the page, toasts included. */
  async reads(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor();
  }

  async menu(item: string): Promise<void> {
    await this.button(/^Menu of/).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }
}

/** Waits until something that is read again and again is as wanted. */
export async function until<T>(read: () => Promise<T>, wanted: (value: T) => boolean, what: string): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}; it is ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
