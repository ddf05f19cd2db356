/** A small form of texts: its values, the faults at its fields, and one way to send it. */
import type { TFunction } from 'i18next';
import { type FormEvent, useCallback, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import type { Rule } from './rules';

type Values<K extends string> = Record<K, string>;
type Faults<K extends string> = Partial<Values<K>>;

interface Options<K extends string> {
  initial: Values<K>;
  rules: Partial<Record<K, Rule>>;
  send: (values: Values<K>) => Promise<void>;
  /** Where a refusal belongs that names no field of the form itself. */
  place?: (problem: Problem, t: TFunction) => NoInfer<Faults<K>> | undefined;
}

/** What the server finds wrong with a field that passed our own rules, in the user's language where there is only one thing it can be. */
function faultText(field: string, detail: string, t: TFunction): string {
  if (field === 'password') return t('account.fault.passwordCommon');
  if (field === 'email') return t('account.fault.email');
  return detail;
}

function faultsOf<K extends string>(problem: Problem, fields: Values<K>, t: TFunction): Faults<K> {
  const faults: Faults<K> = {};
  for (const { pointer, detail } of problem.errors) {
    const field = pointer.slice(1) as K;
    if (field in fields) faults[field] = faultText(field, detail, t);
  }
  return faults;
}

export function useForm<K extends string>({ initial, rules, send, place }: Options<K>) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(initial);
  const [faults, setFaults] = useState<Faults<K>>({});
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const set = useCallback((name: K, value: string) => {
    setValues((before) => ({ ...before, [name]: value }));
    setFaults((before) => ({ ...before, [name]: undefined }));
  }, []);

  /** Shows the faults and leads to the first. */
  const blame = (found: Faults<K>): boolean => {
    if (!Object.values(found).some(Boolean)) return false;
    flushSync(() => setFaults(found));
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    return true;
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (busy) return;
    setProblem(null);
    const found: Faults<K> = {};
    for (const name of Object.keys(rules) as K[]) found[name] = rules[name]?.(values[name], t, values);
    if (blame(found)) return;
    setBusy(true);
    try {
      await send(values);
    } catch (refusal) {
      const placed = refusal instanceof Problem ? (place?.(refusal, t) ?? faultsOf(refusal, initial, t)) : {};
      if (!blame(placed)) setProblem(refusal);
    } finally {
      setBusy(false);
    }
  };

  return {
    ref: form,
    values,
    set,
    reset: useCallback((to: Values<K>) => setValues(to), []),
    busy,
    /** Something was typed that would be lost. */
    touched: (Object.keys(initial) as K[]).some((name) => values[name] !== initial[name]),
    problem,
    onSubmit: (event: FormEvent) => void submit(event),
    /** What a text field of that name needs. */
    field: (name: K) => ({ name, value: values[name], error: faults[name], onChange: (value: string) => set(name, value) }),
  };
}
