import { beforeAll, describe, expect, test } from 'vitest';
import { prepareTime } from '@/lib/time';
import { faultOf, formOf, spanOf, withStart } from './move-form';
import { wallOf } from './wall';

const wall = wallOf('Europe/Berlin');
const at = (text: string) => Date.parse(text);
const visit = { start: at('2026-12-01T08:00:30Z'), end: at('2026-12-01T08:45:00Z'), doctorName: 'Dr. Sari' };
const form = () => formOf(wall, visit);

beforeAll(() => prepareTime('UTC'));

describe('the form', () => {
  test('shows the clinic’s clock', () => {
    expect(form()).toEqual({ date: '2026-12-01', start: '09:00', end: '09:45', days: 0, doctor: 'Dr. Sari' });
  });
  test('left as it is, it is what it was to the second', () => {
    expect(spanOf(wall, form(), visit)).toEqual(visit);
    expect(faultOf(spanOf(wall, form(), visit), visit)).toBe('unchanged');
  });
  test('a new start keeps the length, over midnight too', () => {
    const round = { ...form(), start: '09:00', end: '09:45' };
    expect(withStart(wall, round, { start: '14:30' })).toMatchObject({ start: '14:30', end: '15:15', days: 0 });
    expect(withStart(wall, round, { start: '23:30' })).toMatchObject({ start: '23:30', end: '00:15', days: 1 });
    expect(withStart(wall, withStart(wall, round, { start: '23:30' }), { start: '10:00' })).toMatchObject({ end: '10:45', days: 0 });
  });
  test('a new date keeps the times', () => {
    expect(withStart(wall, form(), { date: '2027-06-01' })).toMatchObject({ start: '09:00', end: '09:45', days: 0 });
  });
  test.each([
    [{ start: '' }, 'incomplete'],
    [{ date: '' }, 'incomplete'],
    [{ end: '08:00' }, 'endFirst'],
    [{ days: 40 }, 'long'],
    [{ doctor: 'Dr. Adi' }, null],
    [{ doctor: ' dr. sari ' }, 'unchanged'],
    [{ end: '10:00' }, null],
  ])('%o: %s', (change, fault) => {
    expect(faultOf(spanOf(wall, { ...form(), ...change }, visit), visit)).toBe(fault);
  });
  test('no doctor is null', () => {
    expect(spanOf(wall, { ...form(), doctor: '  ' }, visit)?.doctorName).toBeNull();
  });
});
