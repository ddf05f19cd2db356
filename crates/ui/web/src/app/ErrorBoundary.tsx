import { TriangleAlert } from 'lucide-react';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { EmptyState } from '@/components/EmptyState';

/** What breaks, breaks in its own place, says so, and can be loaded again. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    console.error(error, info.componentStack);
  }

  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <EmptyState icon={TriangleAlert} title={t('app.broken')}>
        <p>{t('app.brokenHint')}</p>
        <Button className="mt-3" onClick={() => location.reload()}>
          {t('app.reload')}
        </Button>
      </EmptyState>
    </div>
  );
}
