import { opportunities } from '#event-contracts';
import type { CommissionContract } from '../domain/contracting.ts';
import { dealController } from './deal-controller.ts';

const { quote } = opportunities.ContractCommissioned.fields;

export const ContractingController = dealController<CommissionContract['type']>('Contracting', 'deals: contract', {
  CommissionContract: {
    path: 'contracts',
    summary: 'A contract is to be made of a quote that binds, for its net amount (L155, L273).',
    body: { quoteId: { schema: quote.schema.properties.quoteId, required: true } },
    makes: { contractId: 'contract' },
  },
});
