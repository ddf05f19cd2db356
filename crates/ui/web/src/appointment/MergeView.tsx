import clsx from 'clsx';
import { GitMerge } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { ErasedWarning } from './ErasedWarning';
import type { FieldName, FormValues, Written } from './fields';
import { choose, type Difference, merge, merged, type Side } from './merge';
import { Notice } from './Notice';
import { PanelFooter } from './PanelFooter';
import { showValue } from './show-value';

interface Props {
  base: Written;
  theirs: Written;
  values: FormValues;
  saving: boolean;
  /** It cannot be saved just now; something above says why. */
  disabled: boolean;
  /** What came out; `save` if it is to be saved at once. */
  onDone: (values: FormValues, save: boolean) => void;
  onDiscard: () => void;
}

/** Mine and theirs, field by field. */
export function MergeView({ base, theirs, values, saving, disabled, onDone, onDiscard }: Props) {
  const { t } = useTranslation();
  const [choices, setChoices] = useState<Partial<Record<FieldName, Side>>>({});
  const found = merge(base, theirs, values);
  const left = found.clashes.filter(({ name }) => !choices[name]).length;
  const done = (save: boolean) => onDone(merged(found, values, choices), save);
  return (
    <div className="flex flex-col gap-4">
      <Notice kind="warn" icon={GitMerge} title={t('appointment.merge.title')} alert>
        {t(found.clashes.length > 0 ? 'appointment.merge.text' : 'appointment.merge.textClear')}
      </Notice>
      <ErasedWarning base={base} now={theirs} />
      {found.clashes.map((clash) => (
        <Choice key={clash.name} clash={clash} chosen={choices[clash.name]} onChoose={(side) => setChoices((now) => choose(now, clash.name, side))} />
      ))}
      <OneSided title={t('appointment.merge.taken')} list={found.theirs} side="theirs" />
      <OneSided title={t('appointment.merge.kept')} list={found.mine} side="mine" />
      {left > 0 && <p className="text-soft">{t('appointment.merge.left', { count: left })}</p>}
      <PanelFooter>
        <Button kind="primary" disabled={left > 0 || saving || disabled} onClick={() => done(true)}>
          {t('appointment.merge.applySave')}
        </Button>
        <Button disabled={left > 0 || saving} onClick={() => done(false)}>
          {t('appointment.merge.apply')}
        </Button>
        <Button kind="quiet" className="ms-auto text-danger!" disabled={saving} onClick={onDiscard}>
          {t('appointment.merge.discard')}
        </Button>
      </PanelFooter>
    </div>
  );
}

function Choice({ clash, chosen, onChoose }: { clash: Difference; chosen: Side | undefined; onChoose: (side: Side) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">{t(`appointment.fields.${clash.name}`)}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {(['mine', 'theirs'] as const).map((side) => (
          <label
            key={side}
            className={clsx('flex cursor-pointer items-start gap-2 rounded-md border px-3 py-2', chosen === side ? 'border-accent bg-accent-soft' : 'border-control bg-surface')}
          >
            <input type="radio" name={`merge-${clash.name}`} checked={chosen === side} onChange={() => onChoose(side)} className="mt-0.5 size-4 shrink-0 accent-accent" />
            <span className="min-w-0">
              <span className="block text-xs font-medium text-soft">{t(`appointment.merge.${side}`)}</span>
              <span className="block max-h-40 overflow-y-auto [overflow-wrap:anywhere] whitespace-pre-wrap">{showValue(clash.name, clash[side], t)}</span>
            </span>
          </label>
        ))}
      </div>
      <p className="mt-1 text-[0.8125rem] text-soft [overflow-wrap:anywhere]">{t('appointment.merge.was', { value: showValue(clash.name, clash.base, t) })}</p>
    </fieldset>
  );
}

function OneSided({ title, list, side }: { title: string; list: Difference[]; side: Side }) {
  const { t } = useTranslation();
  if (list.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 text-xs font-semibold tracking-wide text-soft uppercase">{title}</h3>
      <dl className="divide-y divide-line rounded-md border border-line">
        {list.map((difference) => (
          <div key={difference.name} className="grid grid-cols-[6rem_1fr] gap-2 px-3 py-1.5">
            <dt className="text-soft">{t(`appointment.fields.${difference.name}`)}</dt>
            <dd className="[overflow-wrap:anywhere] whitespace-pre-wrap">{showValue(difference.name, difference[side], t)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
