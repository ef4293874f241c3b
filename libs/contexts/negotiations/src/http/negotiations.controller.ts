import { negotiations } from '#event-contracts';
import { bodyOf, commandController } from '#platform/nest';
import { negotiationStream } from '../application/negotiation.commands.ts';
import type { NegotiationCommand } from '../domain/negotiation-command.ts';
import { NegotiationMessage } from './negotiation.messages.ts';

const { NegotiationStrategySet, NegotiationTermProposed, NegotiationConcluded, ContractRiskIdentified, ContractRiskMitigated } =
  negotiations;
type Body = ReturnType<typeof bodyOf>;

/** What is sealed may be absent where an event is read back; these have to be given all the same. */
const needing = (body: Body, ...needed: readonly string[]): Body =>
  Object.fromEntries(
    Object.entries(body).map(([member, { schema, required }]) => [member, { schema, required: required || needed.includes(member) }]),
  );

type OverHttp = Exclude<NegotiationCommand['type'], 'OpenNegotiation' | 'HandOverNegotiation'>;

/** A negotiation over HTTP: `POST /v1/negotiations/{id}/{path}`. It is opened by its deal's entering it, in the deal's case. */
export const NegotiationsController = commandController<NegotiationCommand, OverHttp>({
  ...{ name: 'Negotiations', tag: 'negotiations', base: 'v1/negotiations', id: 'negotiationId', Message: NegotiationMessage },
  streamOf: negotiationStream,
  caseOf: negotiationStream,
  routes: {
    SetNegotiationStrategy: {
      path: 'strategies',
      summary: 'What is to be reached, and what we would settle for at worst; it binds once another approves it (L149, L270).',
      body: needing(
        bodyOf(NegotiationStrategySet.fields, 'negotiationId', 'version'),
        ...(['objective', 'floor', 'authorisedDiscountBp'] as const),
      ),
    },
    ApproveNegotiationStrategy: {
      path: 'strategies/approve',
      summary: 'A sales manager approves the latest strategy, which another set (L149, L156).',
      body: { version: NegotiationStrategySet.fields.version },
    },
    HoldNegotiationRound: {
      path: 'rounds',
      summary: 'A round was held: asks, and concessions for something in return (L150, L272).',
      body: needing(bodyOf(negotiations.NegotiationRoundHeld.fields, 'negotiationId', 'roundId', 'n'), 'asks', 'concessions', 'outcome'),
      makes: { roundId: 'negotiation-round' },
    },
    ProposeNegotiationTerm: {
      path: 'terms',
      summary: 'A party proposes a term: price, payment, delivery, service or another (L271).',
      body: needing(bodyOf(NegotiationTermProposed.fields, 'negotiationId', 'termId'), 'statement'),
      makes: { termId: 'negotiation-term' },
    },
    AgreeNegotiationTerm: {
      path: 'terms/agree',
      summary: 'Both parties agree on a term that was proposed (L271).',
      body: { termId: NegotiationTermProposed.fields.termId },
    },
    WithdrawNegotiationTerm: {
      path: 'terms/withdraw',
      summary: 'A term holds no longer (L271).',
      body: needing(bodyOf(negotiations.NegotiationTermWithdrawn.fields, 'negotiationId'), 'reason'),
    },
    IdentifyContractRisk: {
      path: 'risks',
      summary: 'Something may keep us from fulfilling what is negotiated (L152).',
      body: needing(bodyOf(ContractRiskIdentified.fields, 'negotiationId', 'riskId', 'opportunityId', 'openRisks'), 'statement'),
      makes: { riskId: 'contract-risk' },
    },
    MitigateContractRisk: {
      path: 'risks/mitigate',
      summary: 'A risk was settled, and how (L152).',
      body: needing(bodyOf(ContractRiskMitigated.fields, 'negotiationId', 'opportunityId', 'openRisks'), 'measure'),
    },
    ConcludeNegotiation: {
      path: 'conclude',
      summary: 'The negotiation ends, with all terms settled or without an agreement (L45, L150, L271).',
      body: { outcome: NegotiationConcluded.fields.outcome, reason: NegotiationConcluded.fields.reason },
    },
    ReopenNegotiation: {
      path: 'reopen',
      summary: 'A negotiation that ended goes on.',
      body: needing(bodyOf(negotiations.NegotiationReopened.fields, 'negotiationId', 'opportunityId'), 'reason'),
    },
  },
});
