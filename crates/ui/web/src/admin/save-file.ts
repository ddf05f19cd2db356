/** Until then the browser has read it; milliseconds. */
const KEPT = 60_000;

/** Has the browser save something as a file of JSON. It comes from memory: nothing is left where others could fetch it. */
export function saveJson(name: string, content: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT);
}
