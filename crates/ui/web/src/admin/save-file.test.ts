import { afterEach, expect, it, vi } from 'vitest';
import { saveJson } from './save-file';

afterEach(() => void vi.useRealTimers());

it('gives the browser a file of its own to save, and lets go of it later', async () => {
  vi.useFakeTimers();
  const make = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:file');
  const letGo = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  const clicked: { href: string; download: string }[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push({ href: this.href, download: this.download });
  });
  saveJson('patient.json', { name: 'Siti' });
  expect(clicked).toEqual([{ href: 'blob:file', download: 'patient.json' }]);
  const blob = make.mock.calls[0]?.[0] as Blob;
  expect(blob.type).toBe('application/json');
  expect(JSON.parse(await blob.text())).toEqual({ name: 'Siti' });
  expect(letGo).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(letGo).toHaveBeenCalledWith('blob:file');
});
