import 'temporal-polyfill/global';
import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import { speak } from '@/i18n';

await speak('en');
afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});
