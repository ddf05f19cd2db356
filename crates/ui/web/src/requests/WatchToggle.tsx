import { Bell, BellRing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { announce } from '@/lib/announce';
import { startWatch, stopWatch, useWatched } from './watches';

/** "Tell me when it is free": on until it is, or until it is switched off. */
export function WatchToggle({ id, title }: { id: string; title: string }) {
  const { t } = useTranslation();
  const watched = useWatched(id);
  const Icon = watched ? BellRing : Bell;

  const toggle = () => {
    if (watched) stopWatch(id);
    else startWatch({ id, title });
    announce(t(watched ? 'requests.tellMeOff' : 'requests.tellMeOn'));
  };

  return (
    <div className="flex flex-col gap-1.5">
      <Button aria-pressed={watched} onClick={toggle} kind={watched ? 'accent' : 'plain'} className="self-start">
        <Icon aria-hidden size={16} />
        {t('requests.tellMe')}
      </Button>
      {watched && <p className="text-[0.8125rem] text-soft">{t('requests.tellMeOn')}</p>}
    </div>
  );
}
