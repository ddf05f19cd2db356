import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Problem, problemText } from '@/api/problem';
import { remaining } from '@/lib/time';

interface Props {
  problem: unknown;
  /** Milliseconds until one may try again. */
  wait?: number;
  /** Said instead of the general sentence, by code. */
  words?: Partial<Record<string, string>>;
}

/** Why a form was refused, where it isn't a matter of one field. */
export function Trouble({ problem, wait = 0, words = {} }: Props) {
  const { t } = useTranslation();
  if (!problem) return null;
  const code = problem instanceof Problem ? problem.code : '';
  const waiting = problem instanceof Problem && code === 'too_many_attempts' && problem.retryAfter !== undefined;
  // Once the time is over there is nothing left to say.
  if (waiting && wait <= 0) return null;
  const text = waiting ? t('account.wait') : (words[code] ?? problemText(problem, t));
  return (
    <div role="alert" className="flex items-start gap-2.5 rounded-md bg-danger-soft px-3 py-2.5 text-sm text-danger">
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <p>
        {text}
        {wait > 0 && (
          // The sentence is spoken once, not each second.
          <span role="timer" aria-live="off" className="ms-1 font-medium tabular-nums">
            {remaining(wait, 0)}
          </span>
        )}
      </p>
    </div>
  );
}
