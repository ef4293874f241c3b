import { accept, refuse, type Command } from '#eventsourcing';
import { listed, onFile, present, same } from '#rules';
import type { Chapter } from './chapter.ts';
import { whole, type Data, type Facts, type Known, type OpenNegotiation, type Outcome, type Said } from './negotiation.state.ts';

type Reckoned = 'opportunityId' | 'openRisks';

/** L152. */
export type IdentifyContractRisk = Command<'IdentifyContractRisk', Said<Omit<Data<'ContractRiskIdentified'>, Reckoned>, 'statement'>>;
/** L152. */
export type MitigateContractRisk = Command<'MitigateContractRisk', Said<Omit<Data<'ContractRiskMitigated'>, Reckoned>, 'measure'>>;

export type RiskCommand = IdentifyContractRisk | MitigateContractRisk;

export const openRisks = ({ risks, mitigations }: Pick<Facts, 'risks' | 'mitigations'>): number =>
  listed(risks).filter(({ data }) => !mitigations[data.riskId]).length;

const identify = (given: IdentifyContractRisk['data'], { facts, opened: { opportunityId } }: OpenNegotiation, known: Known): Outcome => {
  const { riskId } = given;
  const earlier = facts.risks[riskId];
  const reckoned = { opportunityId, openRisks: earlier?.data.openRisks ?? openRisks(facts) + 1 };
  if (!earlier) return accept({ type: 'ContractRiskIdentified', data: { ...given, ...reckoned } });
  return same({ ...given, ...reckoned }, whole(earlier, known.opened.risks, riskId))
    ? accept()
    : refuse('StatedOtherwise', { riskId, event: 'ContractRiskIdentified' }, ['state it under an id of its own']);
};

const mitigate = (given: MitigateContractRisk['data'], { facts, opened: { opportunityId } }: OpenNegotiation, known: Known): Outcome => {
  const { riskId } = given;
  const earlier = facts.mitigations[riskId];
  const reckoned = { opportunityId, openRisks: earlier?.data.openRisks ?? openRisks(facts) - 1 };
  const data = { ...present(given), ...reckoned };
  if (earlier)
    return same(data, whole(earlier, known.opened.mitigations, riskId))
      ? accept()
      : refuse('RiskAlreadyMitigated', { riskId }, ['IdentifyContractRisk']);
  return onFile('risk', facts.risks, [riskId], 'IdentifyContractRisk') ?? accept({ type: 'ContractRiskMitigated', data });
};

/** What may keep us from fulfilling what is agreed (L152); it may still turn up, and be settled, after the negotiation. */
export const risks: Chapter<RiskCommand> = { IdentifyContractRisk: identify, MitigateContractRisk: mitigate };
