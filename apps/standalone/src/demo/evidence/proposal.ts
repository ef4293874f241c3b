import { dateOf, day } from '../storyline.ts';
import { attach, currency, onDeal, presales, solutionOf, type Evidence } from './scene.ts';

/**
 * L139. A gate is judged on the day on which the server is asked, which is where the year ends: a quote that is to count then binds beyond it.
 */
export const quote: Evidence = (scene) => {
  const { rep, minor, line } = scene;
  const money = (amount: number) => ({ minor: amount, currency });
  onDeal(scene, rep, 'quotes', {
    ...{ quoteId: 'quote', currency, validUntil: dateOf(new Date(line.until.getTime() + 90 * day)), ...solutionOf(scene) },
    lines: [
      {
        lineId: 'all',
        description: 'As proposed',
        quantity: '1',
        unitListPrice: money(Math.round(minor * 1.1)),
        unitNetPrice: money(minor),
      },
    ],
  });
  onDeal(scene, rep, 'quotes/issue', { quoteId: 'quote', version: 1 });
};

const sections = ['solution', 'implementationPlan', 'serviceSupport', 'roi'].map((section) => ({
  section,
  text: 'As agreed with the customer',
}));

/** L41, L138: all sections, at the amount of the quote, with its bytes. */
export const proposal: Evidence = (scene) => {
  const { rep } = scene;
  onDeal(scene, rep, 'proposals/draft', { proposalId: 'proposal', sections, ...solutionOf(scene) });
  attach(scene, rep, 'proposal');
  onDeal(scene, rep, 'proposals', { proposalId: 'proposal', quoteId: 'quote', documentId: 'proposal', final: true });
};

/** L43, L140: the owner's manager meets who decides. */
export const executiveMeeting: Evidence = (scene) => {
  const { rep, manager, line } = scene;
  const met = { heldOn: dateOf(line.time), stakeholderIds: ['decider'], ourUserIds: [rep, manager], minutesDocumentId: 'minutes' };
  onDeal(scene, rep, 'executive-meetings', { meetingId: 'executives', ...met });
};

/** L39, L141: asked of the owner, answered by presales. */
export const objection: Evidence = (scene) => {
  const { rep, dice } = scene;
  const category = dice.pick(['detail', 'specification', 'sla']);
  onDeal(scene, rep, 'objections', {
    objectionId: 'objection',
    category,
    description: 'What if it stands still?',
    stakeholderId: 'decider',
  });
  onDeal(scene, presales, 'objections/resolve', { objectionId: 'objection', how: 'Four hours, day and night' });
};

/** L142, L144: in writing, or by the word of the customer that a manager bears out. */
export const confirmation: Evidence = (scene) => {
  const { rep, manager, line, dice } = scene;
  const confirmed = { scope: ['solution', 'quote'], stakeholderId: 'decider', confirmedOn: dateOf(line.time), quoteId: 'quote' };
  const inWriting = dice.chance(0.7);
  if (inWriting) attach(scene, rep, 'confirmation');
  const form = inWriting ? { form: 'writtenEmail', documentId: 'confirmation' } : { form: 'oral' };
  onDeal(scene, rep, 'confirmations', { confirmationId: 'confirmation', ...confirmed, ...form });
  if (!inWriting) onDeal(scene, manager, 'confirmations/witness', { confirmationId: 'confirmation', note: 'I was there' });
};

/** L144: stated by the owner; no figure that a stage has by itself, so that it always changes something. */
export const probability =
  (percent: number): Evidence =>
  (scene) =>
    onDeal(scene, scene.rep, 'forecast', { probability: percent, reason: 'after the confirmation' });
