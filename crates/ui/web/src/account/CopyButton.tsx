import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/Button';
import { IconButton } from '@/components/IconButton';
import { announce } from '@/lib/announce';

interface Props {
  text: string;
  label: string;
  /** Shown and spoken once it is done. */
  copied: string;
  iconOnly?: boolean;
}

const SHOWN = 2000;

export function CopyButton({ text, label, copied, iconOnly = false }: Props) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), SHOWN);
    return () => clearTimeout(timer);
  }, [done]);
  // Away from a secure origin there is no clipboard; the text can still be marked by hand.
  if (!window.isSecureContext) return null;

  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    announce(copied);
  };
  const Icon = done ? Check : Copy;
  if (iconOnly) return <IconButton icon={Icon} label={done ? copied : label} onClick={() => void copy()} />;
  return (
    <Button onClick={() => void copy()} className="min-w-24">
      <Icon aria-hidden size={16} />
      {done ? copied : label}
    </Button>
  );
}
