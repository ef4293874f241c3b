/** L101, L181, L218–L222. */
export const leadSources = [
  'campaign',
  'web',
  'inboundCall',
  'hotline',
  'referral',
  'partner',
  'selfSourced',
  'event',
  'existingCustomer',
] as const;
/** By what means it came about (L218, L219, L222). */
export const leadMethods = [
  'coldVisit',
  'telemarketing',
  'socialNetwork',
  'exhibition',
  'onlineEvent',
  'advertising',
  'content',
  'websiteForm',
  'callIn',
] as const;
export const contactChannels = ['call', 'email', 'meeting', 'visit', 'im'] as const;
/** L236: the reason is stated. */
export const disqualificationReasons = [
  'noBudget',
  'noAuthority',
  'noNeed',
  'badTiming',
  'notTarget',
  'unreachable',
  'duplicate',
  'invalidSource',
  'other',
] as const;
/** L224. */
export const invalidityReasons = ['invalidSource', 'incomplete', 'notTarget', 'unreachable', 'fabricated'] as const;
/** L236: why sales gives a lead back. */
export const returnReasons = ['notReady', 'incomplete', 'noNeed', 'noBudget', 'notTarget', 'unreachable', 'other'] as const;
/** L105 MQL, L107 SQL, L208 prospect. */
export const qualificationLevels = ['MQL', 'SQL', 'prospect'] as const;
/** L230, L234. */
export const bantQuestions = ['budget', 'authority', 'need', 'timeline'] as const;
/** L19, L20, L104, L105: what a lead did with what it was offered. */
export const behaviourKinds = [
  'download',
  'siteVisited',
  'mailOpened',
  'mailClicked',
  'eventInvited',
  'eventRegistered',
  'eventAttended',
  'webinarAttended',
] as const;
/** L104. */
export const nurtureChannels = ['email', 'content', 'webinarInvitation', 'call', 'im'] as const;
/** L17: how far the customer has come to see a problem, and who might solve it. */
export const awarenessLevels = ['unaware', 'problemAware', 'solutionAware'] as const;
