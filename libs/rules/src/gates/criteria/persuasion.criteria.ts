import type { DealFacts } from '../../facts/deal-facts.ts';
import { stakeholdersOf } from '../../facts/evidence.ts';
import { evidenceOf, listed } from '../../facts/gathering.ts';
import { issuedQuote, isSuperseded } from '../../facts/quotes.ts';
import { isStatedBy } from '../../facts/others.ts';
import { met, missing, notApplicable, unmet, type Criterion } from '../criterion.ts';

type Meeting = DealFacts['executiveMeetings'][string];
type Confirmation = DealFacts['customerConfirmations'][string];

/** Who leads (L48, L143, L156): default, not policy, beyond the sales manager. */
const managing: readonly string[] = ['SALES_MANAGER', 'SALES_DIRECTOR', 'MANAGEMENT'];
const deciding: readonly string[] = ['decisionMaker', 'economicBuyer'];

const decidersOf = (facts: DealFacts): readonly string[] =>
  stakeholdersOf(facts)
    .filter(({ data }) => data.roles.some((role) => deciding.includes(role)))
    .map(({ data }) => data.stakeholderId);

/** What a meeting lacks to count; nothing for one that does. */
const lackOf = (facts: DealFacts, { data: { stakeholderIds, ours, minutesDocumentId } }: Meeting): string | undefined => {
  const deciders = decidersOf(facts);
  if (!stakeholderIds.some((id) => deciders.includes(id))) return 'noDecisionMaker';
  if (!ours.some(({ roles }) => roles.some((role) => managing.includes(role)))) return 'noManager';
  return minutesDocumentId !== undefined && facts.documents[minutesDocumentId] ? undefined : 'noMinutes';
};

const minutesOf = ({ documents }: DealFacts, { data: { minutesDocumentId } }: Meeting): readonly string[] =>
  evidenceOf([documents[minutesDocumentId ?? '']].filter((document) => document !== undefined));

/** L43, L140, L143: one of our managers met someone who decides, at a meeting or a workshop, and there are minutes of it. */
const executiveMeetingHeld: Criterion<DealFacts> = {
  name: 'executiveMeetingHeld',
  version: 1,
  title: { zh: '已组织高层对接或研讨会', en: 'Managers of both sides met, or a workshop was held' },
  policyLines: [43, 140],
  parameters: {},
  suppliedBy: ['AttachDocument', 'RecordExecutiveMeeting', 'RecordWorkshop'],
  judge: (facts) => {
    const meetings = [...listed<Meeting['data']>(facts.executiveMeetings), ...listed<Meeting['data']>(facts.workshops)];
    const lacks = meetings.map((meeting) => lackOf(facts, meeting));
    const sufficient = meetings.find((_, at) => lacks[at] === undefined);
    if (sufficient) return met([sufficient.eventId, ...minutesOf(facts, sufficient)]);
    return meetings.length === 0 ? missing() : unmet(lacks.at(-1) ?? 'noMinutes', evidenceOf(meetings));
  },
};

/** L39, L141, L261: each question and objection was answered, in writing that is here, or as someone says who never owned the deal. */
const objectionsResolved: Criterion<DealFacts> = {
  name: 'objectionsResolved',
  version: 1,
  title: { zh: '客户疑问与异议已处理', en: 'Questions and objections are answered' },
  policyLines: [39, 141, 261],
  parameters: { categories: 'many?' },
  suppliedBy: ['AttachDocument', 'ResolveObjection'],
  judge: (facts, { categories }) => {
    const asked = categories as readonly string[] | undefined;
    const raised = listed(facts.objections).filter(({ data }) => asked?.includes(data.category) ?? true);
    if (raised.length === 0) return notApplicable;
    const idsOf = (objections: typeof raised) => ({ objectionIds: objections.map(({ data }) => data.objectionId) });
    const resolutionOf = ({ data: { objectionId } }: (typeof raised)[number]) => facts.objectionResolutions[objectionId];
    const evidence = evidenceOf([...raised, ...raised.flatMap((objection) => resolutionOf(objection) ?? [])]);
    const open = raised.filter((objection) => !resolutionOf(objection));
    if (open.length > 0) return unmet('unresolved', evidence, idsOf(open));
    const unproven = raised.filter((objection) => {
      const resolution = resolutionOf(objection);
      return resolution && isStatedBy(resolution, facts.owners) && !facts.documents[resolution.data.documentId ?? ''];
    });
    return unproven.length > 0 ? unmet('unproven', evidence, idsOf(unproven)) : met(evidence);
  },
};

/** What bears out a confirmation: the document whose bytes are here, or someone who never owned the deal. */
const borneOutBy = (facts: DealFacts, confirmation: Confirmation): readonly string[] => {
  const {
    eventId,
    data: { confirmationId, documentId },
  } = confirmation;
  const witness = facts.confirmationWitnesses[confirmationId];
  const document = documentId === undefined ? undefined : facts.documents[documentId];
  const others = [document, witness && !isStatedBy(witness, facts.owners) ? witness : undefined].filter((fact) => fact !== undefined);
  return others.length > 0 || !isStatedBy(confirmation, facts.owners) ? [eventId, ...evidenceOf(others)] : [];
};

/** Whether the quote that was confirmed is still the one that the customer has; so is a confirmation that names none. */
const stillStands = (facts: DealFacts, { data: { quote } }: Confirmation): boolean => {
  if (!quote) return true;
  const issued = issuedQuote(facts, quote.quoteId);
  return issued?.data.contentSha256 === quote.contentSha256 && !isSuperseded(facts, issued);
};

/** What a confirmation covers: a quote only where it names one. */
const covers = ({ data: { scope, quote } }: Confirmation, asked: string): boolean =>
  (scope as readonly string[]).includes(asked) && (asked !== 'quote' || quote !== undefined);

/** L135, L142, L144: the customer confirmed each of what is asked for, in a form that is accepted, and more than an owner’s word tells so. */
const customerConfirmed: Criterion<DealFacts> = {
  name: 'customerConfirmed',
  version: 1,
  title: { zh: '客户已确认方案与报价', en: 'The customer confirmed solution and quote' },
  policyLines: [135, 142, 144, 265],
  parameters: { scope: 'many?', forms: 'many?' },
  suppliedBy: ['AttachDocument', 'RecordCustomerConfirmation', 'WitnessCustomerConfirmation'],
  judge: (facts, { scope = ['solution', 'quote'], forms }) => {
    const accepted = forms as readonly string[] | undefined;
    const obtained = listed(facts.customerConfirmations).filter(({ data }) => accepted?.includes(data.form) ?? true);
    if (obtained.length === 0) return missing();
    const without = (confirmations: readonly Confirmation[]) =>
      (scope as readonly string[]).filter((asked) => !confirmations.some((confirmation) => covers(confirmation, asked)));
    const lacking = (because: string, confirmations: readonly Confirmation[]) => {
      const open = without(confirmations);
      return open.length > 0 ? unmet(because, evidenceOf(obtained), { scope: open }) : undefined;
    };
    const standing = obtained.filter((confirmation) => stillStands(facts, confirmation));
    const borneOut = standing.filter((confirmation) => borneOutBy(facts, confirmation).length > 0);
    return (
      lacking('notConfirmed', obtained) ??
      lacking('quoteChangedSince', standing) ??
      lacking('unproven', borneOut) ??
      met(borneOut.flatMap((confirmation) => borneOutBy(facts, confirmation)))
    );
  },
};

/** How the customer was convinced, and that it is (L39–L43, L140–L144, L261–L265). */
export const persuasionCriteria: readonly Criterion<DealFacts>[] = [executiveMeetingHeld, objectionsResolved, customerConfirmed];
