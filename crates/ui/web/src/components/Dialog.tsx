import clsx from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './IconButton';
import { backdrop, keepOpenForToasts, prevent } from './overlay';
import { useFocusReturn } from './use-focus-return';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children?: ReactNode;
  /** The buttons at its foot. */
  footer?: ReactNode;
  wide?: boolean;
  /** Only its buttons close it, as something in it would be lost. */
  keep?: boolean;
  /** What it started is under way: until then nothing closes it, so that a refusal has a place. */
  busy?: boolean;
}

/** A dialog in the middle of the screen; its focus is held, and goes back to where it came from. */
export function Dialog({ open, onOpenChange, title, description, children, footer, wide = false, keep = false, busy = false }: Props) {
  const { t } = useTranslation();
  const focus = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={(wanted) => (wanted || !busy) && onOpenChange(wanted)}>
      <Radix.Portal>
        <Radix.Overlay className={backdrop} onMouseDown={keep || busy ? prevent : undefined} />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          {...focus}
          onEscapeKeyDown={keep ? prevent : undefined}
          onInteractOutside={keep ? prevent : keepOpenForToasts}
          className={clsx('fixed inset-x-4 top-[8vh] z-50 mx-auto flex max-h-[84vh] flex-col rounded-xl border border-line bg-raised shadow-2xl', wide ? 'max-w-3xl' : 'max-w-md')}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-1">
            <div className="grow pt-1">
              <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-soft">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('app.close')} icon={X} small aria-disabled={busy || undefined} />
            </Radix.Close>
          </header>
          <div className="overflow-y-auto px-5 py-3">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
