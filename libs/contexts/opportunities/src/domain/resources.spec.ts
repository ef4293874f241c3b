import fc from 'fast-check';
import { specification } from '#eventsourcing/testing';
import { canonicalBytes, sha256Hex, type OpportunityEvent } from '#event-contracts';
import { after, noted, seek } from '../../../../../test/support/allowed-deal.ts';
import { ask } from '../../../../../test/support/deal-story.ts';
import { deciderProperties } from '../../../../../test/support/decider-properties.ts';
import { allowance, deal, type AskedOfDeal } from '../../../../../test/support/known.ts';
import { fact, opened, opening } from '../../../../../test/support/open-deal.ts';
import { eur } from '../../../../../test/support/proposed-deal.ts';

const { given } = specification(deal);

type Effort = Extract<OpportunityEvent, { type: 'ResourceRequested' }>['data']['effort'];
const wanted = (effort: Effort, resourceId = 'r1') => ({ resourceId, resource: 'presales' as const, purpose: 'A second plant.', effort });
const requested = (effort: Effort, resourceId = 'r1') => fact('ResourceRequested', wanted(effort, resourceId));
const engage = (resourceId = 'r1') => ask('EngageResource', { resourceId });
const release = ask('ReleaseResource', { resourceId: 'r1', used: { personDays: 3 } });
const withdraw = ask('WithdrawResourceRequest', { resourceId: 'r1', reason: 'Not needed.' });
const seeking = (subjectId = 'r1', approvalId = 'a1') => seek({ type: 'resource', subjectId, approvalId });
const poc = (personDays: number) =>
  fact('PocRequested', { pocId: 'p1', scope: 'x', successCriteria: [{ criterionId: 'c', text: 't' }], effort: { personDays } });

describe('a resource of the company (L188)', () => {
  it('is asked for, taken on the limit, and released', () => {
    given(opened)
      .when(ask('RequestResource', wanted({ personDays: 20 })))
      .then(requested({ personDays: 20 }));
    expect(given(opened, requested({ personDays: 20 })).when(engage()).decision).toMatchObject({
      events: [{ type: 'ResourceEngaged', data: { authority: { by: 'limit', matrix: allowance.matrix?.name } } }],
    });
    given(...after([opened, requested({ personDays: 20 })], engage()))
      .when(release)
      .thenTypes('ResourceReleased');
  });
  it('says what it takes', () =>
    given(opened)
      .when(ask('RequestResource', wanted({ personDays: 0 })))
      .thenRefused('NothingNamed', { field: 'effort' }));
  it('is named by an id that no proof of concept has, and the other way round', () => {
    given(opened, poc(1))
      .when(ask('RequestResource', wanted({ personDays: 1 }, 'p1')))
      .thenRefused('StatedOtherwise');
    given(opened, requested({ personDays: 1 }, 'p1'))
      .when(ask('RequestPoc', { ...poc(1).data, pocId: 'p1' } as never))
      .thenRefused('StatedOtherwise');
  });
  it('is not taken before it was asked for, nor released before it was taken', () => {
    given(opened).when(engage()).thenRefused('NotOnFile');
    given(opened, requested({ personDays: 1 }))
      .when(release)
      .thenRefused('NotOnFile');
  });
  it('may be given up before it is taken, and not after', () => {
    given(opened, requested({ personDays: 1 }))
      .when(withdraw)
      .thenTypes('ResourceRequestWithdrawn');
    const withdrawn = after([opened, requested({ personDays: 1 })], withdraw);
    given(...withdrawn)
      .when(withdraw)
      .thenNothing();
    given(...withdrawn)
      .when(engage())
      .thenRefused('ResourceWithdrawn');
    given(...after([opened, requested({ personDays: 1 })], engage()))
      .when(withdraw)
      .thenRefused('ResourceInUse');
  });
});

describe('a large resource (L188)', () => {
  const large: Effort = { personDays: 21 };
  const asked = () => after([opened, requested(large)], seeking());
  const granted = () => after(asked(), noted(asked()));

  it('waits for an approval of what it was asked for with', () => {
    expect(given(opened, requested(large)).when(engage()).decision).toMatchObject({
      ...{ reason: 'ResourceNotApproved', liftedBy: ['SeekApproval'] },
      detail: { resourceId: 'r1', measures: { personDays: 21 }, limit: 20 },
    });
    given(...asked())
      .when(engage())
      .thenRefused('ResourceNotApproved', { approvalId: 'a1', standing: 'pending' });
    expect(given(...granted()).when(engage()).decision).toMatchObject({
      events: [{ data: { authority: { by: 'approval', approvalId: 'a1' } } }],
    });
  });
  it('is asked for in the content of its request', () =>
    expect(asked().at(-1)).toMatchObject({
      data: { ask: { subject: { kind: 'resource', id: 'r1', contentSha256: sha256Hex(canonicalBytes(requested(large).data)) } } },
    }));
  it('is one that costs money, where the matrix says nothing of costs, and one beyond what it says', () => {
    const paid = { personDays: 0, cost: eur(100) };
    given(opened, requested(paid))
      .when(engage())
      .thenRefused('ResourceNotApproved', { measures: { amount: eur(100) } });
    const upTo = (minor: number, currency = 'EUR') => {
      const { matrix } = allowance;
      if (!matrix) throw new Error('no matrix');
      return { allowance: { ...allowance, matrix: { ...matrix, contents: { ...matrix.contents, resourceCost: { minor, currency } } } } };
    };
    given(opened, requested(paid))
      .when({ ...engage(), known: upTo(100) })
      .thenTypes('ResourceEngaged');
    for (const known of [upTo(99), upTo(1_000, 'CNY')])
      given(opened, requested(paid))
        .when({ ...engage(), known })
        .thenRefused('ResourceNotApproved');
  });
  it('is seen as a whole, when it is asked for in pieces, proofs of concept among them', () => {
    const first = after([opened, requested({ personDays: 15 }, 'r2')], engage('r2'));
    given(...first, requested({ personDays: 6 }))
      .when(engage())
      .thenRefused('ResourceNotApproved', { measures: { personDays: 21 } });
    given(...first, poc(6))
      .when(ask('StartPoc', { pocId: 'p1' }))
      .thenRefused('ResourceNotApproved', { pocId: 'p1', measures: { personDays: 21 } });
  });
  it('that others allowed leaves the limit to what is small', () =>
    given(...after(granted(), engage()), requested({ personDays: 20 }, 'r2'))
      .when(engage('r2'))
      .thenTypes('ResourceEngaged'));
  it('is asked for anew once the deal has taken more meanwhile', () =>
    expect(given(...granted(), requested({ personDays: 5 }, 'r2')).when(engage('r2')).decision).toMatchObject({
      events: [{ type: 'ResourceEngaged' }, { type: 'DealApprovalOverturned', data: { approvalId: 'a1', because: 'dealGrew' } }],
    }));
  it('needs no approval any more once it is given up', () =>
    expect(given(...asked()).when(withdraw).decision).toMatchObject({
      events: [{ type: 'ResourceRequestWithdrawn' }, { type: 'DealApprovalOverturned', data: { because: 'withdrawn' } }],
    }));
});

describe('any resources', () => {
  const efforts = fc.constantFrom<Effort>({ personDays: 0 }, { personDays: 12 }, { personDays: 30 });
  const ids = fc.constantFrom('r1', 'r2');
  const moves: fc.Arbitrary<AskedOfDeal> = fc.oneof(
    fc.constant(opening),
    fc.tuple(efforts, ids).map(([effort, id]) => ask('RequestResource', wanted(effort, id))),
    ...[1, 2].map(() => ids.map((id) => engage(id))),
    fc.constantFrom(release, withdraw, seeking('r1', 'a1')),
  );
  deciderProperties(
    deal,
    moves.map((command) => () => command),
    {
      reached: [
        ...['OpportunityOpened', 'ResourceRequested', 'ResourceEngaged', 'ResourceReleased', 'ResourceRequestWithdrawn'],
        ...['DealApprovalSought', 'DealApprovalOverturned', 'OpportunityUnknown', 'NotOnFile', 'StatedOtherwise', 'NothingNamed'],
        ...['ResourceNotApproved', 'ResourceInUse', 'ResourceWithdrawn', 'NothingToApprove'],
      ],
    },
  );
});
