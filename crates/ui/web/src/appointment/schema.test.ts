import i18next from 'i18next';
import { afterEach, expect, test } from 'vitest';
import { prepareTime } from '@/lib/time';
import { appointment } from '@/testing';
import { toForm, written } from './fields';
import { schemaOf } from './schema';

afterEach(() => prepareTime('UTC'));

test('a time that the clocks leave out is no time, and says so', async () => {
  await prepareTime('America/New_York');
  const values = { ...toForm(written(appointment())), startTime: '2027-03-14T02:30', endTime: '2027-03-14T03:30' };
  const { error } = schemaOf(i18next.t).safeParse(values);
  expect(error?.issues.map(({ path, message }) => [path[0], message])).toEqual([['startTime', expect.stringContaining('does not exist')]]);
});
