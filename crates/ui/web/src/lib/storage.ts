/**
 * What the browser keeps: for all tabs (`local`), or for this one (`tab`). Where it keeps nothing, blocked or full, this page
 * does as long as it lives.
 */
class Store {
  private readonly own = new Map<string, string>();

  constructor(private readonly open: () => Storage) {}

  get(key: string): string | null {
    return this.own.get(key) ?? this.attempt((storage) => storage.getItem(key)) ?? null;
  }

  set(key: string, value: string): void {
    const kept = this.attempt((storage) => {
      storage.setItem(key, value);
      return true;
    });
    if (kept) this.own.delete(key);
    else this.own.set(key, value);
  }

  remove(key: string): void {
    this.own.delete(key);
    this.attempt((storage) => storage.removeItem(key));
  }

  keys(): string[] {
    const stored = this.attempt((storage) => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')) ?? [];
    return [...new Set([...stored, ...this.own.keys()])];
  }

  private attempt<T>(action: (storage: Storage) => T): T | undefined {
    try {
      return action(this.open());
    } catch {
      return undefined;
    }
  }
}

export const local = new Store(() => localStorage);
export const tab = new Store(() => sessionStorage);
