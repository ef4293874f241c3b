import type { Role } from '#event-contracts';

/** What may be done with the rules themselves. */
export const ruleActions = [
  'DraftDefinition',
  'ReviseDefinition',
  'SubmitDefinition',
  'ApproveDefinition',
  'RejectDefinition',
  'PublishDefinition',
  'MarkReviewDue',
  'ReviewDefinition',
  'InterpretPolicy',
  'AcknowledgePolicy',
  'ChooseStandardProcess',
  'ReadDefinitions',
] as const;
export type RuleAction = (typeof ruleActions)[number];

/** At the founding, what comes with the program is written and approved by itself, and says so. */
export const foundingActions = ['DraftDefinition', 'SubmitDefinition', 'ApproveDefinition', 'PublishDefinition'] as const;

const writing = [
  'DraftDefinition',
  'ReviseDefinition',
  'SubmitDefinition',
  'PublishDefinition',
  'ReviewDefinition',
  'InterpretPolicy',
] as const;

/** Sales operations (L84, L190) and the sales management department (L320) write the rules and say how they are meant; management approves them (L191). */
const rulemakers: Readonly<Partial<Record<Role, readonly RuleAction[]>>> = {
  SALES_OPS: writing,
  SALES_MGMT_DEPT: writing,
  MANAGEMENT: ['ApproveDefinition', 'RejectDefinition', 'ReviewDefinition', 'ChooseStandardProcess'],
};

/** Who only looks on, connects or administers is bound by no policy. */
const bystanders: readonly Role[] = ['COMPLIANCE', 'ANALYST', 'AUDITOR', 'INTEGRATION', 'ADMIN'];

/** Rules are everybody's to read, and to confirm having read (L80, L86, L199). */
export const ruleActionsOf = (role: Role): readonly RuleAction[] => [
  ...(rulemakers[role] ?? []),
  'ReadDefinitions',
  ...(bystanders.includes(role) ? [] : (['AcknowledgePolicy'] as const)),
];
