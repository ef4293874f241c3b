import type { Approval, ApprovalStatus, Decided, StartedStep } from '../domain/approval.state.ts';

export const formLanguages = ['zh', 'en'] as const;
export type FormLanguage = (typeof formLanguages)[number];

type Measure = keyof Approval['requested']['ask']['measures'];
type Told = Readonly<Record<FormLanguage, string>>;

const heading = { zh: '审批单', en: 'Approval form' };

const labels = {
  approval: { zh: '审批编号', en: 'Approval' },
  deal: { zh: '商机', en: 'Deal' },
  type: { zh: '审批类型', en: 'Type' },
  subject: { zh: '审批对象', en: 'Subject' },
  contentSha256: { zh: '内容哈希(SHA-256)', en: 'Content, SHA-256' },
  matrix: { zh: '审批矩阵版本', en: 'Matrix' },
  tier: { zh: '审批档位', en: 'Tier' },
  requestedBy: { zh: '申请人', en: 'Asked for by' },
  requestedAt: { zh: '申请时间', en: 'Asked for at' },
  reason: { zh: '申请理由', en: 'Reason' },
  status: { zh: '状态', en: 'Status' },
  endedAt: { zh: '结束时间', en: 'Ended at' },
  because: { zh: '结束原因', en: 'Because' },
  currentSha256: { zh: '现内容哈希', en: 'Content now, SHA-256' },
} as const satisfies Readonly<Record<string, Told>>;

const columns = {
  step: { zh: '步骤', en: 'Step' },
  asked: { zh: '审批角色', en: 'Asked' },
  startedAt: { zh: '开始', en: 'Since' },
  dueAt: { zh: '截止', en: 'Due' },
  decision: { zh: '意见', en: 'Decision' },
  by: { zh: '审批人', en: 'By' },
  decidedAt: { zh: '审批时间', en: 'At' },
  comment: { zh: '备注', en: 'Comment' },
} as const satisfies Readonly<Record<string, Told>>;

const statuses: Readonly<Record<ApprovalStatus, Told>> = {
  waiting: { zh: '审批中', en: 'under way' },
  granted: { zh: '已批准', en: 'granted' },
  rejected: { zh: '已拒绝', en: 'rejected' },
  sentBack: { zh: '已退回', en: 'sent back' },
  recalled: { zh: '已撤回', en: 'recalled' },
  voided: { zh: '已作废', en: 'voided' },
};

const types: Readonly<Record<Approval['requested']['ask']['type'], Told>> = {
  discount: { zh: '特殊折扣', en: 'Special discount' },
  nonStandardTerms: { zh: '非标准条款', en: 'Non-standard terms' },
  paymentTerms: { zh: '付款条件', en: 'Terms of payment' },
  resource: { zh: '重大资源', en: 'Large resources' },
  contract: { zh: '合同', en: 'Contract' },
  solutionReview: { zh: '方案评审', en: 'Solution review' },
};

const decisions: Readonly<Record<Decided['decision'], Told>> = {
  approved: { zh: '同意', en: 'approved' },
  rejected: { zh: '拒绝', en: 'rejected' },
  sentBack: { zh: '退回', en: 'sent back' },
};

const measureNames: Readonly<Record<Measure, Told>> = {
  amount: { zh: '金额', en: 'Amount' },
  lineDiscountBp: { zh: '最大单行折扣', en: 'Largest discount of a line' },
  documentDiscountBp: { zh: '整单折扣', en: 'Discount of the document' },
  dealDiscountBp: { zh: '整个商机折扣', en: 'Discount over the deal' },
  paymentDays: { zh: '付款天数', en: 'Days to pay' },
  deviations: { zh: '条款偏离数', en: 'Deviations' },
  personDays: { zh: '人天', en: 'Person-days' },
};

const decides: Readonly<Record<StartedStep['step']['decides'], Told>> = {
  any: { zh: '任一', en: 'any of' },
  all: { zh: '全部', en: 'all of' },
};

const words = {
  onBehalfOf: { zh: '代', en: 'for' },
  signer: { zh: '加签', en: 'signer' },
  escalated: { zh: '超时上报', en: 'escalated' },
  notYet: { zh: '未到', en: 'not yet' },
} as const satisfies Readonly<Record<string, Told>>;

/** Whatever people wrote is text, never markup. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const shown = (measure: string, value: unknown): string => {
  if (typeof value !== 'object' || value === null) return measure.endsWith('Bp') ? `${(Number(value) / 100).toFixed(2)} %` : String(value);
  const { minor, currency } = value as { minor: number; currency: string };
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? `${text} ${currency}` : `${text.slice(0, -digits)}.${text.slice(-digits)} ${currency}`;
};

const row = (name: string, value: string): string => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`;
const cells = (...texts: readonly string[]): string => `<tr>${texts.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`;

const by = ({ userId, onBehalfOf, role }: Decided, language: FormLanguage): string => {
  const person = onBehalfOf === undefined ? userId : `${userId} (${words.onBehalfOf[language]} ${onBehalfOf})`;
  return `${person}, ${role ?? words.signer[language]}`;
};

/** A step whose turn has come: a line for each decision, or one that shows that there is none yet. */
const startedRows = (
  { step, startedAt, dueAt, decisions: given, signers, escalation }: StartedStep,
  language: FormLanguage,
): readonly string[] => {
  const asked = [
    `${decides[step.decides][language]} ${step.roles.join(', ')}`,
    ...signers.map(({ signerId, addedBy }) => `${words.signer[language]} ${signerId} (${addedBy})`),
    ...(escalation ? [`${words.escalated[language]} ${escalation.to.join(', ')} (${escalation.overdueSince})`] : []),
  ].join('; ');
  const begin = [`${step.step}. ${step.name[language]}`, asked, startedAt, dueAt];
  if (given.length === 0) return [cells(...begin, '', '', '', '')];
  return given.map((each) => cells(...begin, decisions[each.decision][language], by(each, language), each.decidedAt, each.comment ?? ''));
};

const stepRows = ({ requested: { route }, steps }: Approval, language: FormLanguage): readonly string[] =>
  route.flatMap((step) => {
    const started = steps.find((each) => each.step.step === step.step);
    if (started) return startedRows(started, language);
    const asked = `${decides[step.decides][language]} ${step.roles.join(', ')}`;
    return [cells(`${step.step}. ${step.name[language]}`, asked, words.notYet[language], '', '', '', '', '')];
  });

const facts = ({ requested, requestedAt, status, ended }: Approval, language: FormLanguage): readonly string[] => {
  const { ask, matrix, tier } = requested;
  const { subject } = ask;
  const known: readonly (readonly [keyof typeof labels, string | undefined])[] = [
    ['approval', ask.approvalId],
    ['deal', ask.opportunityId],
    ['type', types[ask.type][language]],
    ['subject', `${subject.kind} ${subject.id}, v${subject.version}`],
    ['contentSha256', subject.contentSha256],
    ['matrix', matrix],
    ['tier', tier],
    ['requestedBy', ask.requestedBy],
    ['requestedAt', requestedAt],
    ['reason', ask.reason],
    ['status', statuses[status][language]],
    ['endedAt', ended?.at],
    ['because', ended?.because],
    ['currentSha256', ended?.currentSha256],
  ];
  return [
    ...known.flatMap(([name, value]) => (value === undefined ? [] : [row(labels[name][language], value)])),
    ...Object.entries(ask.measures).map(([measure, value]) => row(measureNames[measure as Measure][language], shown(measure, value))),
  ];
};

const style =
  'body{font:12pt sans-serif;margin:2cm}table{border-collapse:collapse;width:100%;margin-bottom:1cm}th,td{border:1px solid #888;padding:4px;text-align:left;overflow-wrap:anywhere}@page{size:A4 landscape}';

/** An approval as a page to print or file (L149, L188): what was asked, on which content, by which matrix, and every step with its times. People are named by their ids. */
export const approvalForm = (approval: Approval, language: FormLanguage): string =>
  [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8"><title>${heading[language]} ${escaped(approval.requested.approvalId)}</title>`,
    `<style>${style}</style></head><body><h1>${heading[language]}</h1>`,
    `<table>${facts(approval, language).join('')}</table>`,
    `<table><thead><tr>${Object.values(columns)
      .map((column) => `<th scope="col">${column[language]}</th>`)
      .join('')}</tr></thead><tbody>${stepRows(approval, language).join('')}</tbody></table>`,
    '</body></html>',
  ].join('\n');
