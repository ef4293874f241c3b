import type { CalendarContents } from './calendar.ts';
import { plusDays } from './zoned-time.ts';

type Day = CalendarContents['holidays'][number];

const off = (zh: string, en: string, first: string, days = 1): readonly Day[] =>
  Array.from({ length: days }, (_, at) => ({ date: plusDays(first, at), name: { zh, en } }));

const worked = (zh: string, en: string, ...dates: readonly string[]): readonly Day[] =>
  dates.map((date) => ({ date, name: { zh: `${zh}调休上班`, en: `Worked instead: ${en}` } }));

/**
 * China's working week, with the days off and the days worked instead that the State Council has announced for 2025 and 2026. Of 2027 only
 * those days are in it that the regulation on public holidays fixes by date; the others follow the moon or the announcement of each autumn,
 * so that year is not covered. A default, not policy: whoever works elsewhere publishes their own.
 */
export const defaultCalendar: CalendarContents = {
  id: 'china',
  version: 1,
  title: { zh: '默认工作日历(中国大陆)', en: 'Default business calendar, mainland China' },
  timeZone: 'Asia/Shanghai',
  workdays: [1, 2, 3, 4, 5],
  hours: { from: '09:00', to: '18:00' },
  holidays: [
    ...off('元旦', 'New Year', '2025-01-01'),
    ...off('春节', 'Spring Festival', '2025-01-28', 8),
    ...off('清明节', 'Qingming', '2025-04-04', 3),
    ...off('劳动节', 'Labour Day', '2025-05-01', 5),
    ...off('端午节', 'Dragon Boat Festival', '2025-05-31', 3),
    ...off('国庆节、中秋节', 'National Day and Mid-Autumn', '2025-10-01', 8),
    ...off('元旦', 'New Year', '2026-01-01', 3),
    ...off('春节', 'Spring Festival', '2026-02-15', 9),
    ...off('清明节', 'Qingming', '2026-04-04', 3),
    ...off('劳动节', 'Labour Day', '2026-05-01', 5),
    ...off('端午节', 'Dragon Boat Festival', '2026-06-19', 3),
    ...off('中秋节', 'Mid-Autumn', '2026-09-25', 3),
    ...off('国庆节', 'National Day', '2026-10-01', 7),
    ...off('元旦', 'New Year', '2027-01-01'),
    ...off('劳动节', 'Labour Day', '2027-05-01', 2),
    ...off('国庆节', 'National Day', '2027-10-01', 3),
  ],
  extraWorkdays: [
    ...worked('春节', 'Spring Festival', '2025-01-26', '2025-02-08'),
    ...worked('劳动节', 'Labour Day', '2025-04-27'),
    ...worked('国庆节', 'National Day', '2025-09-28', '2025-10-11'),
    ...worked('元旦', 'New Year', '2026-01-04'),
    ...worked('春节', 'Spring Festival', '2026-02-14', '2026-02-28'),
    ...worked('劳动节', 'Labour Day', '2026-05-09'),
    ...worked('国庆节', 'National Day', '2026-09-20', '2026-10-10'),
  ],
  coveredYears: [2025, 2026],
  notes: [
    'The whole calendar: default, not policy (the policy names time limits and states no working time)',
    'holidays of 2025 and 2026: as announced by the State Council in November 2024 and November 2025',
    'holidays of 2027: only those fixed by date in the regulation on public holidays; the rest was not announced when this was written',
  ],
};
