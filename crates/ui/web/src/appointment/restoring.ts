/** That somebody has already said yes to a draft, on the way to the editor that opens with it. */
let wanted: string | null = null;

export function wantRestored(id: string): void {
  wanted = id;
}

export function takeRestoring(id: string): boolean {
  const isWanted = wanted === id;
  if (isWanted) wanted = null;
  return isWanted;
}
