import { accept, refuse } from '#eventsourcing';
import type { PolicyContents } from '#rules';
import type { AcknowledgePolicy, InterpretPolicy, Known } from './definition-command.ts';
import { inForceAt, kinded, type KnownDefinition, type Outcome, type PublishedVersion } from './definition.state.ts';

interface PolicyInForce extends Pick<PublishedVersion, 'version'> {
  readonly contents: PolicyContents;
}

const policyInForce = ({ kind, published }: KnownDefinition, { at }: Known): PolicyInForce | Outcome => {
  const found = inForceAt(published, at);
  if (!found) return kind === 'policy' ? refuse('NotPublished', {}, ['PublishDefinition']) : refuse('NotAPolicy', { kind });
  const said = kinded(kind, found.contents);
  return said.kind === 'policy' ? { version: found.version, contents: said.contents } : refuse('NotAPolicy', { kind });
};

/** Only the department that a policy belongs to says how it is meant (L190, L320). */
export const interpret = (data: InterpretPolicy['data'], state: KnownDefinition, known: Known): Outcome => {
  const policy = policyInForce(state, known);
  if (!('contents' in policy)) return policy;
  const { kind, id, interpretationId, question, answer } = data;
  const { publisher } = policy.contents;
  if (!known.roles.includes(publisher)) return refuse('NotThePolicysOwner', { publisher }, [`ask ${publisher}`]);
  const earlier = state.interpretations[interpretationId];
  if (earlier && earlier.question === question && earlier.answer === answer) return accept();
  if (earlier) return refuse('StatedOtherwise', { interpretationId }, ['state it under an id of its own']);
  return accept({ type: 'PolicyInterpreted', data: { kind, id, version: policy.version, interpretationId, question, answer } });
};

/** Everybody whom a policy is for confirms that they have read the version in force, once (L80, L86, L199). */
export const acknowledge = ({ kind, id }: AcknowledgePolicy['data'], state: KnownDefinition, known: Known): Outcome => {
  const policy = policyInForce(state, known);
  if (!('contents' in policy)) return policy;
  const { userId, roles } = known;
  const { scope, publisher } = policy.contents;
  if (![...scope, publisher].some((role) => roles.includes(role))) return refuse('NotInScope', { scope });
  if (state.acknowledged[userId] === policy.version) return accept();
  return accept({ type: 'PolicyAcknowledged', data: { kind, id, version: policy.version, userId } });
};
