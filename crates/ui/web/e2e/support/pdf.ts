import { find } from './process';

/** Pages of a PDF as Chromium writes it: its page objects are not packed. */
export function countPages(pdf: Buffer): number {
  return (pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
}

export function hasPdfText(): boolean {
  return find('pdftotext') !== undefined;
}
