import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { onFrame } from '@/live/connection';
import type { Kind } from './asks';
import { tellOutcome } from './tell-outcome';

const PREFIXES = { control: 'request-control', release: 'force-release-lock' } as const;

function listen(t: TFunction, kind: Kind): (() => void)[] {
  const prefix = PREFIXES[kind];
  return [
    onFrame(`${prefix}-approved`, ({ appointment, fromUser }) =>
      tellOutcome(t, { appointment, kind, outcome: { verdict: fromUser ? 'granted' : 'unanswered', by: fromUser }, holds: true }),
    ),
    onFrame(`${prefix}-rejected`, ({ appointment, fromUser }) =>
      tellOutcome(t, { appointment, kind, outcome: { verdict: 'declined', by: fromUser }, holds: false }),
    ),
    onFrame(`${prefix}-cancelled`, ({ appointment, reason }) => {
      // Withdrawn is what the holder is told.
      if (reason === 'lock_ended') tellOutcome(t, { appointment, kind, outcome: { verdict: 'lapsed', by: null }, holds: false });
    }),
  ];
}

/** What comes of this person's own requests, as the server tells it. */
export function useOutcomes(t: TFunction): void {
  useEffect(() => {
    const offs = [...listen(t, 'control'), ...listen(t, 'release')];
    return () => offs.forEach((off) => off());
  }, [t]);
}
