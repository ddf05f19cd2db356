import { test } from 'vitest';
import { Stage } from './stage';

/** A test that plays in browsers of its own and fails on whatever they complain about. */
export function journey(name: string, play: (stage: Stage) => Promise<void>, timeout?: number): void {
  test(
    name,
    async () => {
      const stage = new Stage();
      try {
        await play(stage);
        stage.check();
      } catch (failure) {
        await stage.record(name);
        throw failure;
      } finally {
        await stage.close();
      }
    },
    timeout,
  );
}
