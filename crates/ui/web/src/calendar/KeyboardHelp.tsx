import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/Dialog';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  lettersOn: boolean;
  onLettersChange: (on: boolean) => void;
}

const groups = [
  {
    title: 'general',
    rows: [
      ['backNext', ['PageUp', 'PageDown']],
      ['today', ['T']],
      ['create', ['C', 'N']],
      ['views', ['M', 'W', 'D', 'A']],
      ['search', ['/']],
      ['help', ['?']],
    ],
  },
  {
    title: 'cards',
    rows: [
      ['between', ['↑', '↓', '←', '→']],
      ['open', ['Enter']],
      ['edit', ['E']],
      ['dialog', ['M']],
      ['shift', ['Alt+↑', 'Alt+↓']],
      ['sideways', ['Alt+←', 'Alt+→']],
      ['stretch', ['Alt+Shift+↑', 'Alt+Shift+↓']],
      ['takeBack', ['Esc']],
    ],
  },
] as const;

export function KeyboardHelp({ open, onOpenChange, lettersOn, onLettersChange }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('calendar.help.title')} wide>
      <div className="grid gap-x-10 gap-y-5 pb-2 sm:grid-cols-2">
        {groups.map(({ title, rows }) => (
          <section key={title}>
            <h3 className="mb-1 text-xs font-medium text-soft">{t(`calendar.help.${title}`)}</h3>
            <dl>
              {rows.map(([name, keys]) => (
                <div key={name} className="flex items-center justify-between gap-4 border-b border-line py-1.5 last:border-0">
                  <dt>{t(`calendar.help.${name}`)}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {keys.map((key) => (
                      <kbd key={key} className="rounded-sm border border-line bg-muted px-1.5 py-0.5 font-sans text-xs whitespace-nowrap">
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="flex items-start gap-2.5 border-t border-line py-3">
        <input type="checkbox" checked={lettersOn} onChange={(event) => onLettersChange(event.target.checked)} className="mt-0.5 size-4 accent-(--accent)" />
        <span>
          <span className="font-medium">{t('calendar.help.letters')}</span>
          <span className="block text-soft">{t('calendar.help.lettersHint')}</span>
        </span>
      </label>
    </Dialog>
  );
}
