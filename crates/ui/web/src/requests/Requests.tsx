import { useTranslation } from 'react-i18next';
import { useAppointment } from '@/live/appointments';
import { useAsked } from './asked';
import { HolderDialog } from './HolderDialog';
import { PendingAsked } from './PendingAsked';
import { useHolderAsk } from './use-holder-ask';
import { useLost } from './use-lost';
import { useOutcomes } from './use-outcomes';
import { WatchedLock } from './WatchedLock';
import { useWatches } from './watches';

/** All that people ask of each other about locks, beyond the panel where they ask: questions, outcomes, and what has become free. */
export default function Requests() {
  const { t } = useTranslation();
  const { ask, answer } = useHolderAsk(t);
  const appointment = useAppointment(ask?.appointmentId ?? '');
  const asked = useAsked();
  const watches = useWatches();
  useOutcomes(t);
  useLost(t);

  return (
    <>
      {ask && appointment && <HolderDialog ask={ask} appointment={appointment} answer={answer} />}
      {asked.map((one) => (
        <PendingAsked key={`${one.kind}:${one.id}`} asked={one} />
      ))}
      {watches.map((watch) => (
        <WatchedLock key={watch.id} watch={watch} />
      ))}
    </>
  );
}
