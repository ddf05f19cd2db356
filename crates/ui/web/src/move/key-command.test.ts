import { describe, expect, test } from 'vitest';
import { type KeyCommand, commandOf } from './key-command';

const key = (name: string, more: Partial<Record<'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey', boolean>> = {}) => ({ key: name, altKey: false, shiftKey: false, ctrlKey: false, metaKey: false, ...more });
const alt = { altKey: true };

describe('keys on a card', () => {
  test.each<[ReturnType<typeof key>, boolean, 'ltr' | 'rtl', KeyCommand | null]>([
    [key('ArrowUp', alt), false, 'ltr', { do: 'shift', steps: -1 }],
    [key('ArrowDown', alt), false, 'ltr', { do: 'shift', steps: 1 }],
    [key('ArrowDown', { altKey: true, shiftKey: true }), false, 'ltr', { do: 'stretch', steps: 1 }],
    [key('ArrowRight', alt), false, 'ltr', { do: 'sideways', by: 1 }],
    [key('ArrowRight', alt), false, 'rtl', { do: 'sideways', by: -1 }],
    [key('ArrowLeft', alt), false, 'rtl', { do: 'sideways', by: 1 }],
    [key('ArrowRight', { altKey: true, shiftKey: true }), false, 'ltr', null],
    [key('ArrowDown'), false, 'ltr', null],
    [key('e'), false, 'ltr', { do: 'edit' }],
    [key('M'), false, 'ltr', { do: 'dialog' }],
    [key('e', { ctrlKey: true }), false, 'ltr', null],
    [key('e', alt), false, 'ltr', null],
    [key('Enter'), false, 'ltr', null],
    [key('Enter'), true, 'ltr', { do: 'save' }],
    [key('Escape'), false, 'ltr', null],
    [key('Escape'), true, 'ltr', { do: 'take-back' }],
  ])('%o typing %s %s', (event, typing, direction, command) => {
    expect(commandOf(event, typing, direction)).toEqual(command);
  });
});
