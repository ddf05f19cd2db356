import { QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answerOf } from '@/account/fixtures';
import * as calls from '@/api/calls';
import { Problem } from '@/api/problem';
import { queryClient, queryKeys } from '@/api/query';
import { placeNow } from '@/app/navigation';
import { begin, end } from '@/session/session';
import { appointmentOf } from './fixtures';
import { forgetPatient } from './left-patient';
import PatientsPage from './PatientsPage';
import { saveJson } from './save-file';

vi.mock('@/api/calls');
vi.mock('./save-file');

const { id } = appointmentOf();
const patient = { patientName: 'Siti Rahma', datebirth: '1988-04-12' };
const unknown = new Problem({ status: 404, code: 'patient_not_found', detail: '' });

function show() {
  render(
    <QueryClientProvider client={queryClient}>
      <PatientsPage />
    </QueryClientProvider>,
  );
}

async function fill(name = patient.patientName, born = patient.datebirth) {
  show();
  await userEvent.type(screen.getByLabelText('Patient'), name);
  fireEvent.change(screen.getByLabelText('Date of birth'), { target: { value: born } });
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

async function erase(confirmation: string) {
  await press('Erase…');
  await userEvent.type(await screen.findByLabelText('Type the name to confirm'), confirmation);
  await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Erase' }));
}

beforeEach(() => {
  vi.clearAllMocks();
  queryClient.clear();
  forgetPatient();
  location.hash = '#/patients';
  begin(answerOf());
});

describe('PatientsPage', () => {
  it('takes everything out, as a file', async () => {
    const data = { ...patient, exportedAt: '2026-11-23T03:00:00.000Z', appointments: [{ id }, { id: 'second' }] };
    vi.mocked(calls.exportPatient).mockResolvedValue(data as never);
    await fill(' Siti Rahma ');
    await press('Take out');
    expect(calls.exportPatient).toHaveBeenCalledWith(patient);
    expect(saveJson).toHaveBeenCalledWith('patient-data-2026-11-23.json', data);
    expect(await screen.findByText('2 appointments of Siti Rahma are in the file patient-data-2026-11-23.json.')).toBeVisible();
  });

  it('takes out by the Enter key, and never erases by it', async () => {
    vi.mocked(calls.exportPatient).mockRejectedValue(unknown);
    await fill();
    await userEvent.type(screen.getByLabelText('Patient'), '{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('No appointment has this name with this birth date.');
    expect(saveJson).not.toHaveBeenCalled();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it.each([
    ['', '', 'Patient', 'This is needed.'],
    ['x'.repeat(256), '1988-04-12', 'Patient', 'At most 255 characters.'],
    ['Siti', '', 'Date of birth', 'This is needed.'],
    ['Siti', '9000-01-01', 'Date of birth', 'This lies in the future.'],
  ])('says at the field what is wrong: %.4s %s', async (name, born, field, fault) => {
    show();
    fireEvent.change(screen.getByLabelText('Patient'), { target: { value: name } });
    fireEvent.change(screen.getByLabelText('Date of birth'), { target: { value: born } });
    await press('Erase…');
    expect(screen.getByLabelText(field)).toHaveAccessibleDescription(new RegExp(fault));
    expect(screen.getByLabelText(field)).toHaveFocus();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('erases only when the name was typed again', async () => {
    vi.mocked(calls.erasePatient).mockResolvedValue({ erased: [id, 'second'], locked: [] });
    await fill();
    await erase('Siti');
    expect(screen.getByLabelText('Type the name to confirm')).toHaveAccessibleDescription('This is not the name “Siti Rahma”.');
    expect(calls.erasePatient).not.toHaveBeenCalled();
    await userEvent.type(screen.getByLabelText('Type the name to confirm'), '   rahma{Enter}');
    expect(calls.erasePatient).toHaveBeenCalledWith(patient);
    expect(await screen.findByText('The data of Siti Rahma is erased in 2 appointments.')).toBeVisible();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    await waitFor(() => expect(screen.getByRole('button', { name: 'Erase…' })).toHaveFocus());
  });

  it('leads to what is held', async () => {
    vi.mocked(calls.erasePatient).mockResolvedValue({ erased: [], locked: [id] });
    await fill();
    await erase('Siti Rahma');
    expect(await screen.findByText('Nothing of Siti Rahma is erased yet.')).toBeVisible();
    expect(screen.getByText(/^1 appointment is being edited/)).toBeVisible();
    await press('Open appointment 1');
    expect(placeNow()).toMatchObject({ page: 'calendar', panel: { kind: 'details', id } });
  });

  it('forgets what was loaded of the patient before', async () => {
    const lists = [queryKeys.cancelled, queryKeys.search('siti'), queryKeys.history(id)];
    for (const key of lists) queryClient.setQueryData(key, patient);
    vi.mocked(calls.erasePatient).mockResolvedValue({ erased: [id], locked: [] });
    await fill();
    await erase('Siti Rahma');
    await screen.findByText(/^The data of Siti Rahma is erased/);
    expect(lists.map((key) => queryClient.getQueryData(key))).toEqual([undefined, undefined, undefined]);
  });

  describe('left for an appointment', () => {
    async function leave() {
      vi.mocked(calls.erasePatient).mockResolvedValue({ erased: [], locked: [id] });
      await fill();
      await erase('Siti Rahma');
      await press('Open appointment 1');
      cleanup();
    }

    it('shows the same again, once, and writes it nowhere', async () => {
      await leave();
      expect(location.hash).not.toMatch(/Siti|1988/);
      expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toMatch(/Siti|1988-04-12/);
      show();
      expect(screen.getByLabelText('Patient')).toHaveValue('Siti Rahma');
      expect(screen.getByLabelText('Date of birth')).toHaveValue('1988-04-12');
      expect(screen.getByRole('button', { name: 'Open appointment 1' })).toBeVisible();
      cleanup();
      show();
      expect(screen.getByLabelText('Patient')).toHaveValue('');
    });

    it('forgets it with the session', async () => {
      await leave();
      act(() => end({ by: 'user' }));
      begin(answerOf());
      show();
      expect(screen.getByLabelText('Patient')).toHaveValue('');
      expect(screen.queryByRole('button', { name: 'Open appointment 1' })).not.toBeInTheDocument();
    });
  });

  it('says in the dialog that there is no such patient', async () => {
    vi.mocked(calls.erasePatient).mockRejectedValue(unknown);
    await fill();
    await erase('Siti Rahma');
    expect(await within(screen.getByRole('dialog')).findByRole('alert')).toHaveTextContent('No appointment has this name with this birth date.');
    await press('Cancel');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('is for administrators', () => {
    begin(answerOf({ isAdmin: false }));
    show();
    expect(screen.getByText('For administrators')).toBeVisible();
    expect(screen.queryByLabelText('Patient')).not.toBeInTheDocument();
  });
});
