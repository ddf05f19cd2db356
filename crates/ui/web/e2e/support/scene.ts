import type { Account } from './api';
import type { Clinic } from './clinic';
import { at, day } from './days';
import type { Stage } from './stage';

/** 200 appointments on five days from today on, as many as a busy clinic has. */
export async function busyWeek(clinic: Clinic): Promise<string[]> {
  const ids: string[] = [];
  const half = (count: number) => `${String(8 + Math.floor(count / 2)).padStart(2, '0')}:${count % 2 ? '30' : '00'}`;
  const book = async (index: number) => {
    const [date, slot, doctor] = [day(index % 5), Math.floor(index / 5) % 20, Math.floor(index / 100)];
    const { id } = await clinic.api.book({
      title: `Visit ${index}`,
      startTime: at(date, half(slot)),
      endTime: at(date, half(slot + 1)),
      doctorName: `Dr. ${doctor + 1}`,
    });
    ids.push(id);
  };
  for (let first = 0; first < 200; first += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, index) => book(first + index)));
  }
  return ids;
}

/** Doctor, day of the week from Monday on, start, end, title, patient. */
const VISITS: [string, number, string, string, string, string][] = [
  ['Dr. Sari Wulandari', 0, '08:00', '08:45', 'First visit', 'Made Wirawan'],
  ['Dr. Sari Wulandari', 0, '09:15', '10:00', 'Blood pressure', 'Siti Rahma'],
  ['Dr. Hendra Gunawan', 0, '08:30', '09:30', 'Root canal', 'Agus Salim'],
  ['Dr. Hendra Gunawan', 0, '11:00', '11:45', 'Check-up', 'Dewi Anggraini'],
  ['Dr. Maya Kusuma', 0, '10:00', '11:00', 'Vaccination, family of four', 'Keluarga Pranoto'],
  ['Dr. Maya Kusuma', 0, '13:30', '14:15', 'Growth check', 'Bima Pranata'],
  ['Dr. Sari Wulandari', 0, '13:00', '14:00', 'Ultrasound', 'Ratna Sari'],
  ['Dr. Sari Wulandari', 1, '08:30', '09:15', 'Diabetes follow-up', 'Wayan Sudarma'],
  ['Dr. Hendra Gunawan', 1, '10:00', '11:30', 'Wisdom tooth', 'Putri Maharani'],
  ['Dr. Maya Kusuma', 1, '13:00', '13:45', 'Allergy test', 'Joko Susilo'],
  ['Dr. Sari Wulandari', 2, '09:00', '10:00', 'Prenatal visit', 'Indah Permata'],
  ['Dr. Hendra Gunawan', 2, '09:30', '10:15', 'Crown fitting', 'Eko Nugroho'],
  ['Dr. Maya Kusuma', 2, '11:00', '11:30', 'Vaccination', 'Nadia Putri'],
  ['Dr. Sari Wulandari', 2, '14:00', '15:00', 'X-ray review', 'Bambang Hartono'],
  ['Dr. Hendra Gunawan', 3, '08:00', '09:00', 'Cleaning', 'Lestari Ningsih'],
  ['Dr. Maya Kusuma', 3, '09:30', '10:30', 'Asthma follow-up', 'Rizky Ramadhan'],
  ['Dr. Sari Wulandari', 3, '11:00', '12:00', 'Knee pain', 'Slamet Riyadi'],
  ['Dr. Sari Wulandari', 4, '08:30', '09:30', 'Check-up', 'Yuni Astuti'],
  ['Dr. Hendra Gunawan', 4, '10:00', '11:00', 'Implant, second stage', 'Fajar Hidayat'],
  ['Dr. Maya Kusuma', 4, '10:30', '11:15', 'Fever, two days', 'Sekar Ayu'],
  ['Dr. Maya Kusuma', 4, '13:00', '14:00', 'Eczema', 'Gilang Saputra'],
  ['Dr. Hendra Gunawan', 5, '09:00', '10:00', 'Emergency slot', 'Tono Wijaya'],
];

export interface Scene extends Clinic {
  /** The ids of the visits, by their titles. */
  visits: Map<string, string>;
  /** The Monday of this week. */
  monday: string;
  dayOf: (weekday: number) => string;
}

/** A clinic in the middle of its week, with words that a clinic uses. */
export async function liveClinic(stage: Stage): Promise<Scene> {
  const clinic = await stage.clinic();
  const rename = (account: Account, name: string) => {
    account.name = name;
    return clinic.api.call('PATCH', `/users/${account.id}`, { name });
  };
  await Promise.all([rename(clinic.budi, 'Budi Santoso'), rename(clinic.citra, 'Citra Dewi')]);
  const past = (new Date(`${day(0)}T00:00:00Z`).getUTCDay() + 6) % 7;
  const dayOf = (weekday: number) => day(weekday - past);
  const visits = new Map<string, string>();
  for (const [doctorName, weekday, start, end, title, patientName] of VISITS) {
    const [startTime, endTime] = [at(dayOf(weekday), start), at(dayOf(weekday), end)];
    const note = 'Bring the results of the last visit';
    const { id } = await clinic.api.book({ doctorName, startTime, endTime, title, patientName, note, phone: '+62 812 5550 142' });
    visits.set(title, id);
  }
  return { ...clinic, visits, monday: dayOf(0), dayOf };
}
