import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { getConfig } from './api/calls';
import { queryClient, queryKeys } from './api/query';
import { App } from './app/App';
import { ErrorBoundary } from './app/ErrorBoundary';
import { Unreachable } from './app/Unreachable';
import { startTheme } from './app/theme';
import { preferred, speak } from './i18n';
import { prepareTime } from './lib/time';
import { claimClientId } from './session/client-id';
import './index.css';

startTheme();
const root = createRoot(document.getElementById('root') as HTMLElement);

const claimed = claimClientId();

/** Everything that the first picture needs, side by side; the server not answering is told and tried again. */
async function start(): Promise<void> {
  const words = speak(preferred());
  try {
    const config = await queryClient.fetchQuery({ queryKey: queryKeys.config, queryFn: getConfig, staleTime: Infinity });
    await Promise.all([prepareTime(config.timeZone), words, claimed]);
  } catch {
    const speaks = await words.then(() => true).catch(() => false);
    if (speaks) root.render(<Unreachable />);
    // A file that could not be loaded stays so for the browser until the page is loaded again.
    setTimeout(() => (speaks ? void start() : location.reload()), 3_000);
    return;
  }
  root.render(
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </ErrorBoundary>,
  );
}

void start();
