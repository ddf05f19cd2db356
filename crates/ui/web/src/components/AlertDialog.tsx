import { AlertDialog as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { backdrop, prevent } from './overlay';
import { focusInside, useFocusReturn } from './use-focus-return';

interface Props {
  open: boolean;
  onOpenChange?: (open: boolean) => void;
  title: string;
  description: ReactNode;
  children?: ReactNode;
  footer: ReactNode;
  onOpenAutoFocus?: ComponentProps<typeof Radix.Content>['onOpenAutoFocus'];
  onEscapeKeyDown?: ComponentProps<typeof Radix.Content>['onEscapeKeyDown'];
  onKeyDownCapture?: ComponentProps<typeof Radix.Content>['onKeyDownCapture'];
}

/** A question that has to be answered; a click beside it does nothing. Buttons are the caller's own. */
export function AlertDialog({ open, onOpenChange, title, description, children, footer, onOpenAutoFocus = focusInside, ...content }: Props) {
  const focus = useFocusReturn(onOpenAutoFocus);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={backdrop} onMouseDown={prevent} />
        <Radix.Content {...content} {...focus} className="fixed inset-x-4 top-[12vh] z-50 mx-auto max-h-[80vh] max-w-md overflow-y-auto rounded-xl border border-line bg-raised p-5 shadow-2xl focus:outline-none">
          <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-2 text-soft">{description}</div>
          </Radix.Description>
          {children && <div className="mt-4">{children}</div>}
          <div className="mt-5 flex flex-wrap justify-end gap-2">{footer}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
