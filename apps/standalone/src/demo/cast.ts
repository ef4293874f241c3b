import type { Role } from '#event-contracts';

export interface Person {
  readonly userId: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly teamId?: string;
}

/** Who plays: a board, two teams with their managers, marketing, the departments that decide with them, and those who look on. */
export const people: readonly Person[] = [
  { userId: 'admin', displayName: 'Ada Admin', roles: ['ADMIN'] },
  { userId: 'ops', displayName: 'Otto Winter', roles: ['SALES_OPS'] },
  { userId: 'marketing', displayName: 'Mei Lin', roles: ['MARKETING'] },
  { userId: 'sdr', displayName: 'Sam Drew', roles: ['SDR'] },
  { userId: 'director', displayName: 'Dana Roth', roles: ['SALES_MANAGER'], teamId: 'sales' },
  { userId: 'manager-north', displayName: 'Nora Berg', roles: ['SALES_MANAGER'], teamId: 'north' },
  { userId: 'manager-south', displayName: 'Sergio Costa', roles: ['SALES_MANAGER'], teamId: 'south' },
  { userId: 'lina', displayName: 'Lina Holm', roles: ['SALES_REP'], teamId: 'north' },
  { userId: 'wei', displayName: 'Wei Chen', roles: ['SALES_REP'], teamId: 'north' },
  { userId: 'tomas', displayName: 'Tomas Novak', roles: ['SALES_REP'], teamId: 'north' },
  { userId: 'aisha', displayName: 'Aisha Khan', roles: ['SALES_REP'], teamId: 'south' },
  { userId: 'marco', displayName: 'Marco Rossi', roles: ['SALES_REP'], teamId: 'south' },
  { userId: 'presales', displayName: 'Pia Santos', roles: ['PRESALES'] },
  { userId: 'sales-director', displayName: 'Stella Moor', roles: ['SALES_DIRECTOR'], teamId: 'sales' },
  { userId: 'legal', displayName: 'Lea Gal', roles: ['LEGAL'] },
  { userId: 'finance', displayName: 'Finn Anders', roles: ['FINANCE'] },
  { userId: 'contracts', displayName: 'Carla Simon', roles: ['CONTRACT_ADMIN'] },
  { userId: 'auditor', displayName: 'Ivo Prufer', roles: ['COMPLIANCE'] },
  { userId: 'analyst', displayName: 'Ana Lyst', roles: ['ANALYST'] },
];

export const teams = [
  { teamId: 'sales', name: 'Sales', managerId: 'director' },
  { teamId: 'north', name: 'North', parentTeamId: 'sales', managerId: 'manager-north' },
  { teamId: 'south', name: 'South', parentTeamId: 'sales', managerId: 'manager-south' },
] as const;

export const reps = people.filter(({ roles }) => roles.includes('SALES_REP'));

/** Who manages the team of someone. */
export const managerOf = (userId: string): string => {
  const teamId = people.find((person) => person.userId === userId)?.teamId;
  const team = teams.find((each) => each.teamId === teamId);
  if (!team) throw new Error(`${userId} is on no team`);
  return team.managerId;
};

export const companyNames = {
  first: [
    'Nordwind',
    'Blue Harbor',
    '华东',
    'Alpenglow',
    'Kestrel',
    'Meridian',
    '星河',
    'Quarry',
    'Saffron',
    'Tidewater',
    'Umbra',
    'Vantage',
    '长城',
    'Wren',
    'Zephyr',
  ],
  second: [
    'Logistics',
    'Foods',
    '科技',
    'Medical',
    'Textiles',
    'Energy',
    '制造',
    'Retail',
    'Software',
    'Instruments',
    'Marine',
    'Printing',
  ],
} as const;

export const contactNames = {
  given: ['Jonas', 'Priya', '丽', 'Carmen', 'Olu', 'Hanna', '强', 'Mateo', 'Ingrid', 'Yusuf', 'Greta', '敏'],
  family: ['Weber', 'Patel', '王', 'Silva', 'Adeyemi', 'Larsen', '李', 'Moreno', 'Dahl', 'Demir', 'Keller', '张'],
} as const;

export const competitors = ['Globex', 'Initech', '蓝图软件', 'Hooli', 'a system of their own'] as const;
export const industries = ['manufacturing', 'retail', 'medical', 'logistics', 'finance', 'software', 'energy'] as const;
export const needs = [
  'replace spreadsheets for order planning',
  '库存管理系统升级',
  'shorten the month-end close from nine days to three',
  'trace every batch from supplier to shelf',
  '打通线上线下销售数据',
  'cut field-service travel by a fifth',
] as const;
