import { describe, expect, it } from 'vitest';
import i18n from 'i18next';
import { emailRule, nameRule, newPasswordRule } from './rules';

const t = i18n.t;

describe('rules', () => {
  it('counts the bytes of a password, not its letters', () => {
    expect(newPasswordRule('', t, {})).toMatch(/enter a password/i);
    expect(newPasswordRule('seven77', t, {})).toMatch(/too short/);
    expect(newPasswordRule('éééé', t, {})).toBeUndefined();
    expect(newPasswordRule('a'.repeat(71), t, {})).toBeUndefined();
    expect(newPasswordRule('a'.repeat(72), t, {})).toMatch(/too long/);
    expect(newPasswordRule('é'.repeat(36), t, {})).toMatch(/too long/);
  });

  it('wants a name with something in it', () => {
    expect(nameRule('  ', t, {})).toBeDefined();
    expect(nameRule('Ayu', t, {})).toBeUndefined();
    expect(nameRule('a'.repeat(256), t, {})).toBeDefined();
  });

  it('refuses only what is surely no e-mail', () => {
    expect(emailRule('ayu', t, {})).toBeDefined();
    expect(emailRule('ayu@', t, {})).toBeDefined();
    expect(emailRule('a yu@clinic.example', t, {})).toBeDefined();
    expect(emailRule(' ayu@clinic.example ', t, {})).toBeUndefined();
  });
});
