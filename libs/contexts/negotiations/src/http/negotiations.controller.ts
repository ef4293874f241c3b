import { negotiations } from '#event-contracts';
import { bodyOf, commandController } from '#platform/nest';
import { negotiationStream } from '../application/negotiation.commands.ts';
import type { NegotiationCommand } from '../domain/negotiation-command.ts';
import { NegotiationMessage } from './negotiation.messages.ts';

const { NegotiationStrategySet, NegotiationTermProposed, ContractRiskIdentified, ContractRiskMitigated } = negotiations;
const { floor, authorisedDiscountBp } = NegotiationStrategySet.fields;
const needed = ({ schema }: typeof floor | typeof authorisedDiscountBp) => ({ schema, required: true });

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
      body: {
        ...bodyOf(NegotiationStrategySet.fields, 'negotiationId', 'version'),
        floor: needed(floor),
        authorisedDiscountBp: needed(authorisedDiscountBp),
      },
    },
    ApproveNegotiationStrategy: {
      path: 'strategies/approve',
      summary: 'A sales manager approves the latest strategy, which another set (L149, L156).',
      body: { version: NegotiationStrategySet.fields.version },
    },
    HoldNegotiationRound: {
      path: 'rounds',
      summary: 'A round was held: asks, and concessions for something in return (L150, L272).',
      body: bodyOf(negotiations.NegotiationRoundHeld.fields, 'negotiationId', 'roundId', 'n'),
      makes: { roundId: 'negotiation-round' },
    },
    ProposeNegotiationTerm: {
      path: 'terms',
      summary: 'A party proposes a term: price, payment, delivery, service or another (L271).',
      body: bodyOf(NegotiationTermProposed.fields, 'negotiationId', 'termId'),
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
      body: bodyOf(negotiations.NegotiationTermWithdrawn.fields, 'negotiationId'),
    },
    IdentifyContractRisk: {
      path: 'risks',
      summary: 'Something may keep us from fulfilling what is negotiated (L152).',
      body: bodyOf(ContractRiskIdentified.fields, 'negotiationId', 'riskId', 'opportunityId', 'openRisks'),
      makes: { riskId: 'contract-risk' },
    },
    MitigateContractRisk: {
      path: 'risks/mitigate',
      summary: 'A risk was settled, and how (L152).',
      body: bodyOf(ContractRiskMitigated.fields, 'negotiationId', 'opportunityId', 'openRisks'),
    },
    ConcludeNegotiation: {
      path: 'conclude',
      summary: 'The negotiation ends, with all terms settled or without an agreement (L45, L150, L271).',
      body: { outcome: negotiations.NegotiationConcluded.fields.outcome, reason: negotiations.NegotiationConcluded.fields.reason },
    },
    ReopenNegotiation: {
      path: 'reopen',
      summary: 'A negotiation that ended goes on.',
      body: bodyOf(negotiations.NegotiationReopened.fields, 'negotiationId', 'opportunityId'),
    },
  },
});
