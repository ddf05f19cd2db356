import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  /** It is all that the page has to say: its title is the page's. */
  isPage?: boolean;
}

export function EmptyState({ icon: Icon, title, children, isPage = false }: Props) {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-12 text-center">
      <Icon aria-hidden size={28} className="text-soft" />
      <Title className="font-semibold">{title}</Title>
      {children && <div className="text-soft">{children}</div>}
    </div>
  );
}
