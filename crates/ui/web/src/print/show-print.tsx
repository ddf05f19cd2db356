import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { PrintedDay, type PrintedDayProps } from './PrintedDay';
import './print.css';

let takeAway: () => void = () => undefined;

/** Draws the print-only tree beside the page and prints. The tree goes when the print view is closed, or another day is printed. */
export function showPrint(day: PrintedDayProps): void {
  takeAway();
  const host = document.createElement('div');
  host.className = 'printed';
  document.body.append(host);
  const root = createRoot(host);
  flushSync(() => root.render(<PrintedDay {...day} />));
  const title = document.title;
  // What a browser suggests as the file's name.
  document.title = `${title} ${day.date}`;
  const clear = () => {
    takeAway = () => undefined;
    removeEventListener('afterprint', clear);
    document.title = title;
    root.unmount();
    host.remove();
  };
  takeAway = clear;
  // Where print() does not wait for the dialog, only the event tells.
  addEventListener('afterprint', clear);
  print();
}
