import { createRoot } from 'react-dom/client';

let loading: Promise<typeof import('sonner')> | undefined;

/** Loads the library and mounts its place on the page, once; what could not be loaded is tried again the next time. */
export function loadToaster(): Promise<typeof import('sonner')> {
  loading ??= mount().catch((cause: unknown) => {
    loading = undefined;
    throw cause;
  });
  return loading;
}

async function mount() {
  const [sonner, { Toasts }] = await Promise.all([import('sonner'), import('./Toasts')]);
  const place = document.createElement('div');
  place.dataset['toasts'] = '';
  document.body.append(place);
  createRoot(place).render(<Toasts />);
  return sonner;
}
