import { interpret, type RowContext } from './interpret.ts';
import { MappingFault, parseMapping } from './mapping.ts';
import { idOf, readDate, readInteger, readMoney } from './values.ts';

const mapping = parseMapping({
  source: 'crm',
  currency: 'XXX',
  dates: 'dd-mm-yy',
  files: [
    {
      file: 'products.csv',
      imports: 'product',
      key: 'product',
      fields: { name: { column: 'product' }, listPrice: { column: 'price', as: 'money' } },
    },
    {
      file: 'deals.csv',
      imports: 'opportunity',
      key: 'id',
      stages: { column: 'stage', won: ['Won'], lost: ['Lost'], open: ['Engaging', 'Prospecting'] },
      fields: {
        claimedStage: { column: 'stage', required: true },
        account: { column: 'account', expected: 'always' },
        product: { column: 'product', slips: { GTXPro: 'GTX Pro' }, knownIn: { file: 'products.csv', column: 'product' } },
        engagedOn: { column: 'engaged', as: 'date', expected: 'always' },
        value: { column: 'value', as: 'money', expected: 'whenClosed' },
        closedOn: { column: 'closed', as: 'date', expected: 'whenClosed' },
      },
    },
  ],
});

const products = new Map([['GTX Pro', { product: 'GTX Pro', price: '4821' }]]);
const context: RowContext = {
  mapping,
  file: mapping.files[1]!,
  sourceFileHash: 'a'.repeat(64),
  row: 7,
  today: '2026-01-31',
  known: (file) => (file === 'products.csv' ? products : new Map()),
};
const row = (values: Record<string, string>) =>
  interpret(
    { id: 'X1', stage: 'Won', account: 'Acme', product: 'GTX Pro', engaged: '20-10-16', value: '1054', closed: '01-03-17', ...values },
    context,
  );

describe('reading a row of another system', () => {
  it('asserts the deal and its claimed outcome, each at its own business time', () => {
    const origin = { source: 'crm', sourceFileHash: 'a'.repeat(64), row: 7, opportunityId: 'crm-X1' };
    expect(row({})).toEqual({
      kind: 'facts',
      externalId: 'X1',
      doubts: [],
      facts: [
        {
          type: 'OpportunityImported',
          at: '2016-10-20T00:00:00.000Z',
          data: {
            ...origin,
            externalId: 'X1',
            claimedStage: 'Won',
            account: 'Acme',
            accountId: 'crm-Acme',
            product: 'GTX Pro',
            listPrice: { minor: 482100, currency: 'XXX' },
            engagedOn: '2016-10-20',
            businessTime: 'claimed',
          },
        },
        {
          type: 'OutcomeImported',
          at: '2017-03-01T00:00:00.000Z',
          data: { ...origin, claimed: 'won', value: { minor: 105400, currency: 'XXX' }, closedOn: '2017-03-01', businessTime: 'claimed' },
        },
      ],
    });
  });

  it('leaves unknown what the row does not say, and reports it', () => {
    const prospect = row({ stage: 'Prospecting', account: '', engaged: '', value: '', closed: '' });
    if (prospect.kind !== 'facts') throw new Error(prospect.reason);
    expect(prospect.facts).toHaveLength(1);
    expect(prospect.facts[0]).not.toHaveProperty('at');
    expect(prospect.facts[0]?.data).toMatchObject({ businessTime: 'unknown' });
    expect(prospect.facts[0]?.data).not.toHaveProperty('engagedOn');
    expect(prospect.doubts.map(({ field }) => field)).toEqual(['account', 'engaged']);
  });

  it('imports a known slip as it stands, with the price of what it seems to mean', () => {
    const slip = row({ product: 'GTXPro' });
    expect(slip).toMatchObject({ doubts: [{ field: 'product', value: 'GTXPro', reason: expect.stringContaining('GTX Pro') as string }] });
    expect(slip.kind === 'facts' && slip.facts[0]?.data).toMatchObject({
      product: 'GTXPro',
      listPrice: { minor: 482100, currency: 'XXX' },
    });
  });

  it('takes today, and of an open deal any day on which it may close', () => {
    expect(row({ engaged: '31-01-26', closed: '31-01-26' }).kind).toBe('facts');
    expect(row({ stage: 'Engaging', closed: '01-02-26' }).kind).toBe('facts');
  });

  it('rejects a day before 1970, before half of the row is in', () => {
    const old = { ...context, mapping: { ...mapping, dates: 'dd-mm-yyyy' } };
    const deal = { id: 'X1', stage: 'Won', account: 'Acme', product: 'GTX Pro', engaged: '01-01-1970', value: '1', closed: '02-01-1970' };
    expect(interpret(deal, old).kind).toBe('facts');
    const reason = 'before 1970';
    expect(interpret({ ...deal, engaged: '31-12-1969' }, old)).toMatchObject({ kind: 'rejected', field: 'engaged', reason });
    expect(interpret({ ...deal, closed: '01-01-1800' }, old)).toMatchObject({ kind: 'rejected', field: 'closed', reason });
  });

  it('reports a deal that closed before it began', () =>
    expect(row({ closed: '01-03-15' })).toMatchObject({ doubts: [{ field: 'closedOn', value: '2015-03-01' }] }));

  it.each([
    [{ id: '' }, 'id', 'missing'],
    [{ stage: 'Maybe' }, 'stage', 'no stage that the mapping knows'],
    [{ stage: '' }, 'stage', 'missing'],
    [{ engaged: '31-02-16' }, 'engaged', 'no such day in the calendar'],
    [{ engaged: '2016-10-20' }, 'engaged', 'not a date as dd-mm-yy'],
    [{ engaged: '01-02-26' }, 'engaged', 'in the future'],
    [{ closed: '01-02-26' }, 'closed', 'in the future'],
    [{ value: '-5' }, 'value', 'not a decimal amount of zero or more'],
    [{ value: '90071992547409.93' }, 'value', 'larger than 2^53−1 minor units'],
    [{ account: 'a\u0000b' }, 'account', 'not well-formed text'],
  ])('rejects %j, naming the field and why', (values, field, reason) =>
    expect(row(values)).toMatchObject({ kind: 'rejected', field, reason }),
  );
});

describe('reading values', () => {
  it('keeps money exact', () => {
    expect(readMoney('0.29', 'USD')).toEqual({ kind: 'read', value: { minor: 29, currency: 'USD' } });
    expect(readMoney('12', 'JPY')).toEqual({ kind: 'read', value: { minor: 12, currency: 'JPY' } });
    expect(readMoney('1.5', 'JPY').kind).toBe('unreadable');
    expect(readMoney('1e3', 'USD').kind).toBe('unreadable');
  });

  it('reads dates in any order of parts', () => {
    expect(readDate('3/1/2017', 'dd/mm/yyyy').kind).toBe('unreadable');
    expect(readDate('03/01/2017', 'mm/dd/yyyy')).toEqual({ kind: 'read', value: '2017-03-01' });
  });

  it('reads whole numbers only', () => expect(readInteger('1.0').kind).toBe('unreadable'));

  it('gives distinct names distinct ids', () => {
    expect(idOf('crm', '1C1I7A6R')).toBe('crm-1C1I7A6R');
    expect(idOf('crm', 'Gekko & Co')).not.toBe(idOf('crm', 'Gekko - Co'));
  });
});

describe('a mapping', () => {
  it('is refused with each fault named', () => {
    expect(() => parseMapping({ source: 'crm' })).toThrow(MappingFault);
    const file = { file: 'a.csv', imports: 'agent', key: 'k', fields: { shoeSize: { column: 'x' } } };
    expect(() => parseMapping({ source: 'crm', currency: 'USD', dates: 'dd-mm-yy', files: [file] })).toThrow(
      'a.csv: the field name is not mapped; a.csv: agent has no field shoeSize; it has name, manager, office',
    );
  });

  const deals = mapping.files[1]!;
  const refusal = (changes: object): string => {
    try {
      parseMapping({ ...structuredClone(mapping), ...changes });
      return 'none';
    } catch (error) {
      return error instanceof MappingFault ? error.message : String(error);
    }
  };
  const ofDeals = (changes: object): string => refusal({ files: [mapping.files[0], { ...deals, ...changes }] });
  const ofField = (name: string, changes: object): string => ofDeals({ fields: { ...deals.fields, [name]: { column: 'x', ...changes } } });

  it.each(['dd-mm-yy', 'dd. mm. yyyy', 'yyyymmdd', 'mm/dd/yyyy', 'yyyy年mm月dd日', 'yyyy-mm-ddT00:00'])('reads dates as %s', (dates) =>
    expect(refusal({ dates })).toBe('none'),
  );

  it.each([
    ...['DD/MM/YYYY', 'dd-mmm-yyyy', 'd.m.yyyy', 'mm-yyyy', 'dd-mm-yyy', 'dd-mm-yyyy yy', 'yyyy-mm-dd hh:mm', ' dd-mm-yy', 'iso', ''],
  ])('is refused with dates as %j, which no date is ever written as', (dates) =>
    expect(refusal({ dates })).toBe(
      `dates: must hold dd, mm and yy or yyyy once each, with any separators, for example dd.mm.yyyy, not ${JSON.stringify(dates)}`,
    ),
  );

  it.each([
    ['a date that is read as text', ofField('closedOn', {}), 'deals.csv: fields.closedOn.as: must be date, not text'],
    ['an amount that is read as a number', ofField('value', { as: 'integer' }), 'deals.csv: fields.value.as: must be money, not integer'],
    [
      'an unknown way of reading',
      ofField('value', { as: 'number' }),
      '/files/1/fields/value/as: must be one of text, date, money, integer',
    ],
    [
      'a reference to no file of the export',
      ofField('account', { knownIn: { file: 'clients.csv', column: 'name' } }),
      'deals.csv: fields.account.knownIn: must name one of the files products.csv, deals.csv, not clients.csv',
    ],
    [
      'a reference to no column of the file',
      ofField('product', { knownIn: { file: 'products.csv', column: 'name' } }),
      'deals.csv: fields.product.knownIn: must name one of the columns of products.csv (product, price), not name',
    ],
    [
      'no stage at all',
      ofDeals({ stages: { column: 'stage', won: [], lost: [], open: [] } }),
      'deals.csv: stages: won, lost and open must name at least one stage between them',
    ],
    [
      'a stage both won and lost',
      ofDeals({ stages: { column: 'stage', won: ['Closed'], lost: ['Closed'], open: [] } }),
      'deals.csv: stages: must name Closed once only, under won, lost or open',
    ],
  ])('is refused with %s', (_, told, expected) => expect(told).toBe(expected));
});
