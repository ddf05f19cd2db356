import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './IconButton';
import { backdrop, keepOpenForToasts } from './overlay';
import { useFocusReturn } from './use-focus-return';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** Beside the title: a badge, a countdown. */
  aside?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
}

/** A panel at the end of the line, the whole screen on a phone. */
export function Sheet({ open, onOpenChange, title, aside, children, footer }: Props) {
  const { t } = useTranslation();
  const focus = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={backdrop} />
        <Radix.Content
          aria-describedby={undefined}
          {...focus}
          onInteractOutside={keepOpenForToasts}
          className="fixed inset-y-0 end-0 z-50 flex w-full flex-col border-line bg-raised shadow-2xl focus:outline-none sm:w-[30rem] sm:border-s"
        >
          <header className="flex min-h-14 shrink-0 items-center gap-3 border-b border-line px-5 py-2">
            <Radix.Title className="line-clamp-3 min-w-0 grow text-base font-semibold [overflow-wrap:anywhere]">{title}</Radix.Title>
            {aside}
            <Radix.Close asChild>
              <IconButton label={t('app.close')} icon={X} />
            </Radix.Close>
          </header>
          <div className="grow overflow-y-auto px-5 py-4">{children}</div>
          {footer && <footer className="flex flex-wrap items-center gap-2 border-t border-line px-5 py-3 has-[>:empty]:hidden">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
