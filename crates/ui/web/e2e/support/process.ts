import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Finds a program in the folders of PATH. */
export function find(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));
}

/** Starts a process that ends with this one, however this one ends. */
export function startMortal(program: string, args: string[], environment: Record<string, string>, folder: string): ChildProcess {
  const setpriv = find('setpriv');
  const command = setpriv ? [setpriv, '--pdeathsig=KILL', '--', program] : [program];
  return spawn(command[0] ?? program, [...command.slice(1), ...args], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Answers once the process has ended. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}
