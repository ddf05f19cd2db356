import { TriangleAlert } from 'lucide-react';

/** Why it is not moved; told to those who hear the screen, too. */
export function MoveRefused({ text }: { text: string | undefined }) {
  return (
    <div role="alert" className="col-span-2 empty:hidden">
      {text && (
        <p className="flex gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger">
          <TriangleAlert aria-hidden size={18} className="mt-0.5 shrink-0" />
          {text}
        </p>
      )}
    </div>
  );
}
