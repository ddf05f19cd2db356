import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

/** Where the buttons of what is shown in the panel go: its foot, which does not scroll. */
export const PanelFoot = createContext<HTMLElement | null>(null);

export function PanelFooter({ children }: { children: ReactNode }) {
  const foot = useContext(PanelFoot);
  return foot && createPortal(children, foot);
}
