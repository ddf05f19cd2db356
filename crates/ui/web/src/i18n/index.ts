/** The languages. To add one: a file beside `en.json` with the same keys, and a line in `languages` and in `Complete`. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type en from './en.json';
import type id from './id.json';
import { local } from '@/lib/storage';

export const languages = {
  en: { name: 'English', load: () => import('./en.json'), direction: 'ltr' },
  id: { name: 'Bahasa Indonesia', load: () => import('./id.json'), direction: 'ltr' },
} as const;

export type Language = keyof typeof languages;

/** The words of a language: what has a key in one has it in all, which the compiler holds. */
type Same<A, B> = { [K in keyof A | keyof B]: K extends keyof A & keyof B ? (A[K] extends string ? string : Same<A[K], B[K]>) : never };
type Complete<Other extends Same<typeof en, Other>> = Other;
export type Words = Complete<typeof id>;

const KEY = 'language';

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && value in languages;
}

/** The chosen one, else the first of the browser's that we speak. */
export function preferred(): Language {
  const chosen = local.get(KEY);
  if (isLanguage(chosen)) return chosen;
  const spoken = navigator.languages.map((tag) => tag.split('-')[0]);
  return spoken.find(isLanguage) ?? 'en';
}

/** Loads a language and speaks it. */
export async function speak(language: Language): Promise<void> {
  const words = (await languages[language].load()).default;
  if (i18next.isInitialized) {
    i18next.addResourceBundle(language, 'translation', words);
    await i18next.changeLanguage(language);
  } else {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      resources: { [language]: { translation: words } },
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  }
  document.documentElement.lang = language;
  document.documentElement.dir = languages[language].direction;
}

export async function choose(language: Language): Promise<void> {
  local.set(KEY, language);
  await speak(language);
}
