import { accept, refuse } from '#eventsourcing';
import { hashOf, isParty, malformations } from '#rules';
import type { ApproveDefinition, DraftDefinition, Known, RejectDefinition, ReviseDefinition } from './definition-command.ts';
import type { DefinitionState, Draft, KnownDefinition, Outcome } from './definition.state.ts';

type Contents = DraftDefinition['data'];

const latest = ({ published }: KnownDefinition): number => published.at(-1)?.version ?? 0;

const noDraft = (): Outcome => refuse('NoDraft', {}, ['DraftDefinition']);

/** Contents are of their kind's form, and state the id and the version that they are to have. */
const misfit = ({ kind, id, contents }: Contents, version: number): Outcome | undefined => {
  const faults = malformations(kind, contents);
  if (faults.length > 0) return refuse('Malformed', { faults }, ['mend the contents']);
  if (contents['id'] !== id) return refuse('AnotherDefinition', { id: contents['id'] }, ['state the id of this definition']);
  return contents['version'] === version ? undefined : refuse('VersionNotNext', { next: version }, [`state version ${version}`]);
};

/** One draft at a time: the next version (L78, L320). */
export const draft = (data: Contents, state: DefinitionState, { lastBefore }: Known): Outcome => {
  const { kind, id, contents } = data;
  const sha256 = hashOf(contents);
  if (state.status === 'known' && state.draft)
    return state.draft.sha256 === sha256 ? accept() : refuse('DraftOpen', { version: state.draft.version }, ['ReviseDefinition']);
  const version = Math.max(state.status === 'known' ? latest(state) : 0, lastBefore) + 1;
  const wrong = misfit(data, version);
  return wrong ?? accept({ type: 'DefinitionDrafted', data: { kind, id, version, sha256, contents } });
};

/** Changed contents have to be submitted and approved anew, whatever was decided on them before. */
export const revise = (data: ReviseDefinition['data'], { draft: open }: KnownDefinition): Outcome => {
  if (!open) return noDraft();
  const { kind, id, contents } = data;
  const sha256 = hashOf(contents);
  if (sha256 === open.sha256) return accept();
  const wrong = misfit(data, open.version);
  return wrong ?? accept({ type: 'DefinitionRevised', data: { kind, id, version: open.version, sha256, from: open.sha256, contents } });
};

const sealed = ({ kind, id }: KnownDefinition, { version, sha256 }: Draft) => ({ kind, id, version, sha256 });

export const submit = (state: KnownDefinition): Outcome => {
  const { draft: open } = state;
  if (!open) return noDraft();
  if (open.status === 'rejected') return refuse('RevisionAwaited', { version: open.version }, ['ReviseDefinition']);
  return open.status === 'draft' ? accept({ type: 'DefinitionSubmitted', data: sealed(state, open) }) : accept();
};

const mayNotDecide = ({ authors }: Draft, known: Known): Outcome | undefined =>
  !known.founding && authors.some((author) => isParty(known, author))
    ? refuse('OwnDraft', { authors }, ['have someone of the management who did not write it decide'])
    : undefined;

/** By management (L191), on the very contents that it saw, and never by who wrote any of them. */
export const approve = ({ sha256 }: ApproveDefinition['data'], state: KnownDefinition, known: Known): Outcome => {
  const { draft: open } = state;
  if (!open) return noDraft();
  if (open.sha256 !== sha256) return refuse('ContentsChanged', { sha256: open.sha256 }, ['read the contents as they are now']);
  if (open.status === 'approved') return accept();
  if (open.status !== 'submitted') return refuse('NotSubmitted', { status: open.status }, ['SubmitDefinition']);
  const role = known.founding ? 'BOOTSTRAP' : 'MANAGEMENT';
  return mayNotDecide(open, known) ?? accept({ type: 'DefinitionApproved', data: { ...sealed(state, open), role } });
};

/** As long as it is not published, even when it was approved before. */
export const reject = ({ reason }: RejectDefinition['data'], state: KnownDefinition, known: Known): Outcome => {
  const { draft: open } = state;
  if (!open) return noDraft();
  if (open.status === 'rejected') return accept();
  if (open.status === 'draft') return refuse('NotSubmitted', { status: open.status }, ['SubmitDefinition']);
  return mayNotDecide(open, known) ?? accept({ type: 'DefinitionRejected', data: { ...sealed(state, open), reason } });
};
